#!/usr/bin/env python3
"""Two people chat for an hour in real terminals, while servers and clients stop, crash and come back.

Needs tmux. Everything typed is numbered; in the end the server's export must have each line once and in order, and both screens must show
what the log says, with one prompt and nothing of prompts before. By hand:

    dotnet build && python3 Chat.Tests/Scripts/long-chat.py --minutes 60

Exits with 0 when all is right; otherwise it tells what is not. The seed decides what happens when.
"""

import argparse
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# The prompt of a client that is connected.
CONNECTED = r"^\[#lobby(?!, (offline|connecting))"

# The same with nothing typed and nothing on its way; where there is more unread is said after it.
SETTLED = r"^\[#lobby\] ?(\([^)\n]*\))? *$"


class Terminal:
    """A pane of a tmux server of our own."""

    def __init__(self, server, name, columns, rows):
        self.server, self.name = server, name
        self.run("new-session", "-d", "-s", name, "-x", str(columns), "-y", str(rows), "cat")
        self.run("set-option", "-t", name, "remain-on-exit", "on")
        self.run("set-option", "-t", name, "history-limit", "100000")

    def run(self, *words):
        return subprocess.run(["tmux", "-L", self.server, *words], check=True, capture_output=True, text=True).stdout

    def keys(self, *keys):
        self.run("send-keys", "-t", self.name, *keys)

    def type(self, text):
        self.run("send-keys", "-t", self.name, "-l", text)
        self.keys("Enter")

    def screen(self):
        return self.run("capture-pane", "-p", "-J", "-t", self.name)

    def history(self):
        return self.run("capture-pane", "-p", "-J", "-S", "-", "-t", self.name)

    def resize(self, columns, rows):
        self.run("resize-window", "-t", self.name, "-x", str(columns), "-y", str(rows))

    def wait(self, pattern, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if re.search(pattern, self.screen(), re.MULTILINE):
                return
            time.sleep(0.1)
        raise SystemExit(f"{self.name}: nothing like {pattern!r} within {seconds} s:\n{self.screen()}")


class Process:
    """What runs in a terminal."""

    def __init__(self, terminal, command, ready):
        self.terminal, self.command, self.ready = terminal, command, ready
        self.pid = None

    def start(self):
        self.terminal.run("respawn-pane", "-k", "-t", self.terminal.name, f"exec {self.command}")
        self.terminal.run("clear-history", "-t", self.terminal.name)
        self.terminal.wait(self.ready)
        self.pid = int(self.terminal.run("display-message", "-p", "-t", self.terminal.name, "#{pane_pid}"))

    def signal(self, number):
        os.kill(self.pid, number)

    def end(self):
        for _ in range(600):
            if self.terminal.run("display-message", "-p", "-t", self.terminal.name, "#{pane_dead}").strip() == "1":
                return
            time.sleep(0.1)
        raise SystemExit(f"{self.terminal.name} does not end")


class Person:
    def __init__(self, process, nick, other):
        self.process, self.nick, self.other = process, nick, other
        self.said = {"#lobby": [], "direct": []}
        self.number = 0

    def text(self, draw):
        self.number += 1
        ends = ["", " with a few more words so that the line has to be broken somewhere on the way to the right edge of the screen", " 漢字とかな", " naïve e\u0301té 👩‍👩‍👧", " नमस्ते", " a" * 60]
        return f"{self.nick}-{self.number:05d}{draw.choice(ends)}".rstrip()

    def say(self, draw):
        text = self.text(draw)
        self.said["#lobby"].append(text)
        self.process.terminal.type(text)
        self.process.terminal.wait(re.escape(text.split(" ")[0]) + r"|\d+ to send")

    def whisper(self, draw):
        text = self.text(draw)
        self.said["direct"].append(text)
        self.process.terminal.type(f"/msg {self.other} {text}")
        self.process.terminal.wait(re.escape(text.split(" ")[0]) + r"|\d+ to send")

    def paste(self, draw):
        text = self.text(draw)
        self.process.terminal.run("set-buffer", "-b", "paste", f"{text}\nsecond line")
        self.process.terminal.run("paste-buffer", "-p", "-b", "paste", "-t", self.nick)
        self.process.terminal.keys("Enter")
        self.said["#lobby"].append(f"{text}\nsecond line")
        self.process.terminal.wait(re.escape(text.split(" ")[0]) + r"|\d+ to send")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--minutes", type=float, default=60)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--pause", type=float, default=4, help="seconds between two things, on average")
    options.add_argument("--chatd", default=f"dotnet {ROOT}/Chat.Server/bin/Debug/net10.0/chatd.dll")
    options.add_argument("--chat", default=f"dotnet {ROOT}/Chat.Client/bin/Debug/net10.0/chat.dll")
    given = options.parse_args()
    draw = random.Random(given.seed)
    folder = tempfile.mkdtemp(prefix="long-chat-")
    os.chdir(folder)
    tmux = f"long-chat-{os.getpid()}"
    try:
        faults = talk(given, draw, folder, tmux)
    finally:
        subprocess.run(["tmux", "-L", tmux, "kill-server"], check=False, capture_output=True)
    if faults:
        print("\n".join(faults))
        print(f"{len(faults)} faults; what there was is in {folder}")
        sys.exit(1)

    # The clients end at this moment and take some of their files along.
    shutil.rmtree(folder, ignore_errors=True)
    print("all is right")


def talk(given, draw, folder, tmux):
    port = free_port()
    server = Process(Terminal(tmux, "server", 100, 30), f"{given.chatd} --data {folder}/server --listen 127.0.0.1 --port {port}", "Ctrl\\+C")
    server.start()
    people = []
    for nick, other in (("alice", "bob"), ("bob", "alice")):
        terminal = Terminal(tmux, nick, 100, 30)
        person = Person(Process(terminal, f"env XDG_DATA_HOME={folder}/{nick} XDG_CONFIG_HOME={folder}/{nick} {given.chat} localhost:{port} --nick {nick}", CONNECTED), nick, other)
        person.process.start()
        people.append(person)

    counts = {}
    end = time.monotonic() + given.minutes * 60
    while time.monotonic() < end:
        person = draw.choice(people)
        deed = draw.choices(
            ["say", "whisper", "paste", "resize", "crash", "quit", "stop", "server crash", "server stop", "offline"],
            [60, 14, 5, 6, 3, 2, 2, 3, 2, 3])[0]
        counts[deed] = counts.get(deed, 0) + 1
        do(deed, person, people, server, draw)
        time.sleep(draw.uniform(0, 2 * given.pause))

    for person in people:
        person.process.terminal.resize(100, 30)
        person.say(draw)
    for person in people:
        person.process.terminal.wait(SETTLED)
    time.sleep(3)
    faults = look(people, given, folder)
    print(", ".join(f"{count} x {deed}" for deed, count in sorted(counts.items())), file=sys.stderr)
    return faults


def do(deed, person, people, server, draw):
    process = person.process
    if deed in ("say", "whisper", "paste"):
        getattr(person, deed)(draw)
    elif deed == "resize":
        process.terminal.resize(draw.randint(40, 140), draw.randint(10, 50))
    elif deed == "crash":
        person.say(draw)

        # What stands in the line may not have been entered yet, and is there again after a crash.
        process.terminal.wait(re.escape(f"<{person.nick}> {person.said['#lobby'][-1].split(' ')[0]}"))
        process.signal(signal.SIGKILL)
        process.end()
        process.start()
    elif deed == "quit":
        process.terminal.type("/quit")
        process.end()
        process.start()
    elif deed == "stop":
        process.signal(signal.SIGSTOP)
        for _ in range(5):
            next(other for other in people if other is not person).say(draw)
        process.signal(signal.SIGCONT)
    else:
        server.signal(signal.SIGTERM if deed == "server stop" else signal.SIGKILL)
        server.end()
        for _ in range(draw.randint(0, 4) if deed == "offline" else 0):
            draw.choice(people).say(draw)
        server.start()
        for each in people:
            each.process.terminal.wait(CONNECTED)


def look(people, given, folder):
    faults = []
    lines = subprocess.run(
        [*given.chatd.split(), "export", "--data", f"{folder}/server", "--direct"], check=True, capture_output=True, text=True).stdout.splitlines()
    events = [json.loads(line) for line in lines]
    texts = [event["text"] for event in events if event.get("text")]
    for person in people:
        for where, said in person.said.items():
            found = [text for text in texts if text in set(said)]
            if found != said:
                missing = [text for text in said if text not in found]
                faults.append(f"{person.nick} in {where}: {len(said)} said, {len(found)} in the log; missing {missing[:5]}, in order: {sorted(found) == found}")
    lobby = sum((person.said["#lobby"] for person in people), [])
    order = [text for text in texts if text in set(lobby)]
    for person in people:
        screen = person.process.terminal.history()
        shown = re.findall(r"(?:alice|bob)-\d{5}", screen)
        numbers = [text.split()[0] for text in order]
        mine = [number for number in shown if number in set(numbers)]
        if len(mine) != len(set(mine)):
            faults.append(f"{person.nick} sees doubles: {[number for number in set(mine) if mine.count(number) > 1][:5]}")
        tail = numbers[len(numbers) - len(mine):]
        if mine != tail:
            first = next((index for index, (one, other) in enumerate(zip(mine, tail)) if one != other), min(len(mine), len(tail)))
            faults.append(f"{person.nick} sees another order or gaps, from {mine[first:first + 3]} where the log has {tail[first:first + 3]}")
        prompts = re.findall(r"^\[#lobby", person.process.terminal.screen(), re.MULTILINE)
        if len(prompts) != 1:
            faults.append(f"{person.nick} has {len(prompts)} prompts on the screen")
        with open(f"{person.nick}.screen", "w", encoding="utf-8") as file:
            file.write(screen)
    return faults


if __name__ == "__main__":
    main()
