using StbImageSharp;

namespace Zoo.Images;

/// <summary>An image file as a network of torchvision's wants it.</summary>
internal static class ImageFile
{
    // The share of the shorter side that remains, and the mean and deviation of ImageNet's colours.
    private const float Kept = 224 / 256f;
    private static readonly float[] Colour = [0.485f, 0.456f, 0.406f], Deviation = [0.229f, 0.224f, 0.225f];

    /// <summary>
    /// The middle of an image, scaled to the given size, as planes of numbers: of three channels normalised colours as torchvision's, of one the
    /// brightness from 0 to 1.
    /// </summary>
    /// <exception cref="IOException">There is no such file, or it is no image.</exception>
    public static float[] Read(string path, int channels, int height, int width)
    {
        ImageResult image;
        try
        {
            image = ImageResult.FromMemory(File.ReadAllBytes(path), channels == 1 ? ColorComponents.Grey : ColorComponents.RedGreenBlue);
        }
        catch (InvalidOperationException e)
        {
            throw new IOException($"{path} is no image that can be read ({e.Message}); JPEG, PNG, BMP, GIF, PSD and TGA can.");
        }

        var side = Math.Min(image.Width, image.Height) * Kept;
        var (left, top) = ((image.Width - side) / 2, (image.Height - side) / 2);
        var planes = new float[channels * height * width];
        for (var channel = 0; channel < channels; channel++)
        {
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    var value = Mean(image, channel, channels, left + (x * side / width), top + (y * side / height), side / width, side / height) / 255;
                    planes[(((channel * height) + y) * width) + x] = channels == 1 ? value : (value - Colour[channel]) / Deviation[channel];
                }
            }
        }

        return planes;
    }

    // The mean over a box of pixels; of one that is smaller than a pixel, the four pixels around it in proportion.
    private static float Mean(ImageResult image, int channel, int channels, float left, float top, float width, float height)
    {
        if (width < 1) (left, width) = (left + (width / 2) - 0.5f, 1);
        if (height < 1) (top, height) = (top + (height / 2) - 0.5f, 1);
        var (sum, area) = (0f, 0f);
        for (var y = (int)MathF.Floor(top); y < top + height; y++)
        {
            var rows = Math.Min(y + 1, top + height) - Math.Max(y, top);
            for (var x = (int)MathF.Floor(left); x < left + width; x++)
            {
                var share = rows * (Math.Min(x + 1, left + width) - Math.Max(x, left));
                var (column, row) = (Math.Clamp(x, 0, image.Width - 1), Math.Clamp(y, 0, image.Height - 1));
                sum += share * image.Data[(((row * image.Width) + column) * channels) + channel];
                area += share;
            }
        }

        return sum / area;
    }
}
