"""No value breaks out of its header, and whatever is accepted can be written and read again."""

from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.core.errors import Invalid
from registry.mail.mailer import Mail, as_message

SENDER = "Prozessregister <register@usingen.example>"
BREAKS = ["\r", "\n", "\r\n", "\0", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\ud800", "\x7f"]


@pytest.mark.parametrize("breaking", BREAKS)
def test_a_line_break_in_a_header_is_refused(breaking: str) -> None:
    injected = f"x{breaking}Bcc: victim@b.example"
    for values in (
        {"subject": injected},
        {"to": f"a@b.example{breaking}Bcc: victim@b.example"},
        {"reply_to": f"a@b.example{breaking}"},
        {"message_id": f"<a@b{breaking}.example>"},
        {"headers": {"X-Kind": injected}},
        {"headers": {injected: "x"}},
    ):
        with pytest.raises(Invalid):
            Mail(**({"to": "a@b.example", "subject": "x", "text": "y"} | values))


@pytest.mark.parametrize(
    "to",
    [
        "",
        "a",
        "a@",
        "@b.example",
        "a@b.example, c@d.example",
        "a@b.example;c@d.example",
        "Name <a@b.example>",
        "a b@c.example",
        "a@b@c.example",
        "a@b..example",
        "a@" + "x" * 300,
        "a@" + "ß" * 80 + ".example",
        '"a"@b.example',
        "a@b.example (c)",
        "group:a@b.example",
    ],
)
def test_anything_but_one_address_is_refused(to: str) -> None:
    with pytest.raises(Invalid) as refused:
        Mail(to=to, subject="x", text="y")
    assert refused.value.message.params == {"part": "to"}


@pytest.mark.parametrize("name", ["To", "bcc", "FROM", "Subject", "Reply-To", "", "X Y", "X:Y", "Ä"])
def test_fields_cannot_be_set_twice_by_headers(name: str) -> None:
    with pytest.raises(Invalid):
        Mail(to="a@b.example", subject="x", text="y", headers={name: "z"})


def test_control_characters_in_the_text_are_refused() -> None:
    for control in ("\0", "\x1b[31m", "\ud800"):
        with pytest.raises(Invalid):
            Mail(to="a@b.example", subject="x", text=control)


@given(subject=st.text(max_size=300), text=st.text(max_size=600), header=st.text(max_size=200))
def test_whatever_is_accepted_comes_back(subject: str, text: str, header: str) -> None:
    try:
        mail = Mail(to="a@b.example", subject=subject, text=text, headers={"X-Kind": header})
    except Invalid:
        return
    raw = as_message(mail, sender=SENDER).as_bytes()
    read = message_from_bytes(raw, policy=policy.default)
    assert set(read.keys()) == {
        *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Kind"),
        *("Content-Type", "Content-Transfer-Encoding", "MIME-Version"),
    }
    assert read["To"] == "a@b.example"
    assert read["Subject"].split() == subject.split()
    assert read.get_content().splitlines() == text.splitlines() or not text.strip("\r\n")
