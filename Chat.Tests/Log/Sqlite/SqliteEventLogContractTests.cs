using Chat.Server.Log;
using Chat.Server.Log.Sqlite;
using Chat.Tests.Support;
using NUnit.Framework;
using Serilog.Core;

namespace Chat.Tests.Log.Sqlite;

/// <summary>The durable store does what every store does.</summary>
[TestFixture]
internal sealed class SqliteEventLogContractTests : EventLogContract
{
    private TemporaryFolder _folder = null!;

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    protected override IEventLog Create()
    {
        _folder = new TemporaryFolder();
        return new SqliteEventLog(new SqliteOptions(_folder.Path), TimeProvider.System, Logger.None);
    }
}
