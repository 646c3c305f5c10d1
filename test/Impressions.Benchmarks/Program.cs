namespace Impressions;

static class Program
{
    static int Main() => 0;
}
