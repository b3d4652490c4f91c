import time

import pytest

from searchsvc.formats.blocks import paragraphs
from searchsvc.formats.elements import parse
from searchsvc.formats.soup import parse_html


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>One\n  <b>two</b>,<i>three</i>.</p><p> </p><p>Four</p>", ["One two,three.", "Four"]),
        ("Loose <p>in a p</p> and behind", ["Loose", "in a p", "and behind"]),
        ("<p>A<br/>B<br/> <br/>C</p>", ["A\nB", "C"]),
        ("<ul><li>A</li><li><p>B</p><ul><li>C</li></ul></li></ul>", ["A", "B", "C"]),
        ("<table><tr><th>A</th><th>B</th></tr><tr><td><p>1</p></td><td/></tr></table>", ["A  B", "1"]),
        ("<table><tr><td><p>A</p><p>B</p></td></tr></table>", ["A", "B"]),
        ("<pre>A\n  B</pre>", ["A\nB"]),
        ("<p>(A)\n  B\nb\n\tC\nc\n</p>", ["(A)", "B b", "C c"]),
        ("<p>A\n  b\n  c</p>", ["A b c"]),
        ("<p class='vignette'>Hav</p><p><span class='source'>XYZ</span> A</p>", ["A"]),
        ("<p class='vignette'>5 Oktober 2023</p><p>A</p>", ["5 Oktober 2023", "A"]),
        (f"<p class='source'>{'A' * 41}</p>", ["A" * 41]),
        ("<p>35&lt;dash&gt;-&lt;/dash&gt;40 &lt;b&gt;bold&lt;/b&gt;</p>", ["35-40 <b>bold</b>"]),
        ("<p>A<script>x()</script>B</p><figure>f<figcaption>c</figcaption></figure><nav>n</nav>", ["AB"]),
        ("<header><h1>H</h1></header><p>A</p><footer>F</footer><aside>S</aside>", ["A"]),
        ("<p hidden=''>no</p><p style='display: none'>no</p><p>\u200bA\u00ad\u00a0B</p>", ["A B"]),
        ("", []),
    ],
)
def test_paragraphs(markup, expected):
    assert paragraphs(parse(f"<body>{markup}</body>".encode()).root) == expected
    assert paragraphs(parse_html(f"<html><body>{markup}</body></html>")) == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>One<p>two<div>three</div>four", ["One", "two", "three", "four"]),
        ("<ul><li>A<li>B</ul>C", ["A", "B", "C"]),
        ("<table><tr><td>1<td>2<tr><td>3</table>", ["1  2", "3"]),
        ("<p>A</b> &amp; B &eacute; &lt;C</i>", ["A & B é <C"]),
        ("A<br>B<img src=x>C<hr>D", ["A\nBC", "D"]),
        ("<P>A</P><SCRIPT>x</SCRIPT ><STYLE>y</STYLE>B", ["A", "B"]),
        ("<o:p>A</o:p>", ["A"]),
        ("<script>never closed", []),
    ],
)
def test_html_as_it_comes(markup, expected):
    assert paragraphs(parse_html(markup)) == expected


@pytest.mark.parametrize(
    "piece",
    [
        "<div>",
        "<p>",
        "<b>",
        "</p>",
        "<td>",
        "<script>",
        "<!--",
        "&",
        "<",
        "<table>",
        "<a ",
        "<a b=",
        "<?",
        "</",
        "<!x",
        "<![CDATA[",
    ],
)
def test_hostile_html_takes_no_time_and_no_stack(piece):
    before = time.process_time()
    paragraphs(parse_html(piece * 20_000))
    assert time.process_time() - before < 5
