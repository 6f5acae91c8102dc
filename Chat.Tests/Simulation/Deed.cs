namespace Chat.Tests.Simulation;

/// <summary>What a person may ask for.</summary>
internal enum Deed
{
    Join,
    Rejoin,
    Leave,
    Post,
    Reply,
    Edit,
    Delete,
    React,
    Topic,
    Direct,
    Again,
    History,
    Search,
    Read,
    Members,
    Lists,
    Whois,
    Typing,
    Nick,
    Away,
    Block,
    Link,
    Unlink,
    Devices,
    Moderate,
    Fence,
    Nonsense,
}
