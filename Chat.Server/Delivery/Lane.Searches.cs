namespace Chat.Server.Delivery;

/// <summary>
/// Searches, which run beside the lane, one at a time: however many ask, looking for words never takes more than a thread for each
/// lane. A session asks for one at a time, so no more wait here than there are sessions.
/// </summary>
internal sealed partial class Lane
{
    private readonly Queue<(Subscriber Subscriber, SearchGrant Grant)> _searches = new();
    private bool _isSearching;

    private void Serve(Subscriber subscriber, SearchGrant grant)
    {
        _searches.Enqueue((subscriber, grant));
        SearchNext();
    }

    private void Searched(LaneItem item)
    {
        Push(item.Subscriber!, item.Bytes);
        item.Subscriber!.Outlet.Answered(1);
        _isSearching = false;
        SearchNext();
    }

    private void SearchNext()
    {
        while (!_isSearching && _searches.TryDequeue(out var next))
        {
            if (next.Subscriber.IsDetached)
            {
                continue;
            }

            _isSearching = true;
            var work = new SearchWork(_context, next.Subscriber, next.Grant);
            Track(work.Ended);
            _context.Scheduler.Schedule(work);
        }
    }
}
