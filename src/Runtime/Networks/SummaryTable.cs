using System.Text;

namespace Sinter;

internal static class SummaryTable
{
    public static string Write(NetworkInfo info) => info.Name;
}
