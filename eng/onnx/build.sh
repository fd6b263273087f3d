#!/usr/bin/env bash
# Prints what an ONNX file costs a project at build time: seconds and peak memory of a first build without and with it, of builds with nothing
# changed and with an edit elsewhere, and of the import alone.
#
#   eng/onnx/build.sh MODEL.onnx [ROUNDS]
#
# The project is outside of the repository and knows the package alone. Its compiler and MSBuild run in one process each, which are not left behind.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
model=$(realpath "$1")
rounds=${2:-3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
version=0.0.0-measured
dotnet pack eng/package/Sinter.csproj --configuration Release --nologo -v quiet --output "$work/feed" "-p:Version=$version"
dotnet build src/Tool --configuration Release --nologo -v quiet >/dev/null
root=$PWD
cd "$work"
cat >nuget.config <<END
<configuration>
  <config><add key="globalPackagesFolder" value="packages" /></config>
  <packageSources><clear /><add key="measured" value="feed" /></packageSources>
  <fallbackPackageFolders><add key="cache" value="${NUGET_PACKAGES:-$HOME/.nuget/packages}" /></fallbackPackageFolders>
</configuration>
END
project() {
    mkdir "$1"
    cat >"$1/$1.csproj" <<END
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <NuGetAudit>false</NuGetAudit>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Sinter" Version="$version" />
    $2
  </ItemGroup>
</Project>
END
    echo 'Console.WriteLine("built");' >"$1/Program.cs"
    (cd "$1" && dotnet restore --nologo -v quiet)
}
# Seconds and the peak of the largest process, the least of all rounds.
least() {
    local best=""
    for ((round = 0; round < rounds; round++)); do
        eval "$2"
        local line
        line=$(python3 - "$1" <<'END'
import resource, subprocess, sys, time
start = time.perf_counter()
subprocess.run(["dotnet", "build", "--no-restore", "-c", "Release", "--nologo", "-v", "quiet", "-nodeReuse:false", "-p:UseSharedCompilation=false"], cwd=sys.argv[1], check=True, stdout=subprocess.DEVNULL)
print(f"{time.perf_counter() - start:.2f} {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f}")
END
)
        best=$(printf '%s\n%s\n' "$best" "$line" | grep . | sort -n | head -1)
    done
    echo "$best"
}
row() { awk -v what="$1" -v without="$2" -v with="$3" 'BEGIN { split(without, a, " "); split(with, b, " "); printf "| %s | %.2f s, %d MB | %.2f s, %d MB | %+.2f s, %+d MB |\n", what, a[1], a[2], b[1], b[2], b[1] - a[1], b[2] - a[2] }'; }

project Without ""
project With "<OnnxModel Include=\"$model\" Class=\"Imported\" />"
echo "| $(basename "$model"), $(du -m "$model" | cut -f1) MB | without | with | |"
echo "|---|---|---|---|"
fresh='rm -rf $1/bin $1/obj/Release'
row "first build" "$(least Without "$fresh")" "$(least With "$fresh")"
row "nothing changed" "$(least Without :)" "$(least With :)"
edit='echo "// $RANDOM" >>$1/Program.cs'
row "an edit elsewhere" "$(least Without "$edit")" "$(least With "$edit")"
row "the file is newer" "$(least Without :)" "$(least With 'touch "'"$model"'"')"
python3 - "$root/src/Tool/bin/Release/net10.0/dotnet-sinter.dll" "$model" <<'END'
import resource, subprocess, sys, time
start = time.perf_counter()
subprocess.run(["dotnet", sys.argv[1], "import", sys.argv[2], "--class", "Imported", "--output", "imported", "--force"], check=True, stdout=subprocess.DEVNULL)
print(f"\nthe import alone, as a command: {time.perf_counter() - start:.2f} s, {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB")
END
