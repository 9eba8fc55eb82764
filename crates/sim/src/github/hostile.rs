//! Titles and texts that try to break a page, a terminal or an export.

/// What goes in front of a title, and into the section for remarks.
pub(super) const ATTACKS: [(&str, &str); 5] = [
    (
        "<script>alert('title')</script> ",
        "<img src=x onerror=\"alert('body')\"> </textarea></script><script>alert(1)</script>",
    ),
    (
        "[click](javascript:alert(1)) ",
        "[click](javascript:alert(document.domain)) ![x](data:text/html,<script>alert(2)</script>) <a href='javascript:alert(3)'>x</a>",
    ),
    (
        "\u{202e}desrever\u{202c} \u{2066}isolated\u{2069} ",
        "\u{1b}[31mred\u{1b}[0m \u{1b}]0;title\u{7} \u{1b}]8;;https://example.org\u{1b}\\link\u{1b}]8;;\u{1b}\\ \u{0}nul \u{8}\u{8}back \u{feff}mark",
    ),
    ("=cmd|' /C calc'!A0 ", "+1+cmd|' /C calc'!A0, \"quoted\"; 'single'\n@SUM(1+1)\n-2+3\n\t=1+1"),
    (
        "*bold* _line_ <!channel> ||table|| ",
        "| a | b |\n|---|---|\n* Heading\n#+BEGIN_SRC sh\nrm -rf ~\n#+END_SRC\n<!here> <@U123>\n```\nunclosed",
    ),
];

/// A text of a megabyte: one long line, and many short ones.
pub(super) fn huge() -> String {
    let mut text = "x".repeat(500_000);
    text.push('\n');
    text.push_str(&"### Which tests are flaking?\n- not a test\n".repeat(12_000));
    text
}
