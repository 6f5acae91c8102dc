namespace Chat.Tests.Simulation;

/// <summary>
/// Judges a run by the protocol alone: by what clients sent and read, and by what the store took and when. It knows nothing of how the server
/// comes to what it does.
/// </summary>
internal static class Checker
{
    public static void Check(World world)
    {
        var chronicle = world.Chronicle;
        try
        {
            var users = new Users(chronicle);
            new LogRules(chronicle, users).Check(world.Log.Inner);
            foreach (var link in chronicle.Links)
            {
                new LinkRules(link, chronicle, users).Check();
            }

            new AccountRules(chronicle).Check();
            new RightsRules(chronicle).Check();
            new PostRules(chronicle, users).Check();
        }
        catch (Exception unforeseen) when (chronicle.Faults.Count > 0)
        {
            chronicle.Fault($"The checker gave up: {unforeseen.Message}");
        }
    }
}
