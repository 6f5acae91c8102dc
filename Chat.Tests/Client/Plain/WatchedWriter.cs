using System.Text;

namespace Chat.Tests.Client.Plain;

/// <summary>Text that a test can wait for. Safe from any thread.</summary>
internal sealed class WatchedWriter : TextWriter
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _text.Append(value);
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }

    public async Task SeesAsync(string text, int times)
    {
        while (true)
        {
            Task changed;
            string all;
            lock (_lock)
            {
                all = _text.ToString();
                changed = _changed.Task;
            }

            if (all.Split(text).Length > times)
            {
                return;
            }

            try
            {
                await changed.WaitAsync(TimeSpan.FromSeconds(20));
            }
            catch (TimeoutException exception)
            {
                throw new InvalidOperationException($"'{text}' is not to be seen in:\n{all}", exception);
            }
        }
    }

    public override string ToString()
    {
        lock (_lock)
        {
            return _text.ToString();
        }
    }
}
