using Chat.Server.Delivery;
using NUnit.Framework;

namespace Chat.Tests.Delivery;

[TestFixture]
internal sealed class SearchCursorTests
{
    [TestCase(1)]
    [TestCase(4_711)]
    [TestCase(long.MaxValue)]
    public void TryParse_WhatFormatWrote_IsThePlace(long place)
    {
        Assert.That(SearchCursor.TryParse(SearchCursor.Format(place), out var read), Is.True);
        Assert.That(read, Is.EqualTo(place));
    }

    [TestCase("")]
    [TestCase("p")]
    [TestCase("12")]
    [TestCase("p0000000000000000")]
    [TestCase("p8000000000000000")]
    [TestCase("pffffffffffffffff")]
    [TestCase("p00000000000000A1")]
    [TestCase("p000000000000001")]
    [TestCase("p00000000000000001")]
    [TestCase("q0000000000000001")]
    [TestCase(" p000000000000001")]
    [TestCase("p0x00000000000001")]
    [TestCase("p-000000000000001")]
    [TestCase("p000000000000001 ")]
    public void TryParse_AnythingElse_IsNone(string cursor)
    {
        Assert.That(SearchCursor.TryParse(cursor, out _), Is.False);
    }
}
