namespace Chat.Server.Administration.Control;

/// <summary>What the house can be asked for.</summary>
internal enum ControlVerb
{
    /// <summary>An invitation.</summary>
    Invite,

    /// <summary>A code for another device of somebody who has lost his.</summary>
    Link,

    /// <summary>A nick to be free for others.</summary>
    Release,

    /// <summary>Who the operators are.</summary>
    Operators,

    /// <summary>Somebody to be an operator.</summary>
    AddOperator,

    /// <summary>Somebody to be an operator no longer.</summary>
    RemoveOperator,

    /// <summary>A code that makes an operator of whoever uses it first.</summary>
    OperatorLink,
}
