using Chat.Server.Log.Sqlite;

namespace Chat.Server.Administration.Control;

/// <summary>Whoever can do something about a data folder: the server that runs on it, or else one that is opened for this alone, without listening.</summary>
internal sealed class HouseCall : IHouse
{
    /// <summary>How long to wait for a server that has just begun, or for another command that is at it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly ControlFiles _files;
    private readonly Func<ControlRequest, CancellationToken, ValueTask<ControlAnswer>> _doAlone;
    private readonly TimeProvider _time;

    /// <param name="files">The data folder.</param>
    /// <param name="doAlone">Opens the store, does it, and closes. Throws a <see cref="StoreException"/> when the store is in use.</param>
    /// <param name="time">The clock.</param>
    public HouseCall(ControlFiles files, Func<ControlRequest, CancellationToken, ValueTask<ControlAnswer>> doAlone, TimeProvider time)
    {
        _files = files;
        _doAlone = doAlone;
        _time = time;
    }

    /// <exception cref="CommandException">A server runs and cannot be asked, or has not answered.</exception>
    /// <exception cref="StoreException">The store cannot be opened.</exception>
    public async ValueTask<ControlAnswer> DoAsync(ControlRequest request, CancellationToken cancellation)
    {
        for (var begun = _time.GetTimestamp(); ;)
        {
            if (await ControlClient.TryAskAsync(_files, request, _time, cancellation) is { } answer)
            {
                return answer;
            }

            try
            {
                return await _doAlone(request, cancellation);
            }
            catch (StoreException taken) when (taken.IsInUse)
            {
                if (_time.GetElapsedTime(begun) >= Patience)
                {
                    throw new CommandException(
                        $"{_files.Folder} is in use by a chatd that does not listen to commands; stop it first, or give it a --data with a shorter path", taken);
                }
            }

            await Task.Delay(Pause, _time, cancellation);
        }
    }
}
