"""The whole conversation without a mouse: every step is a key."""

from playwright.sync_api import Page, expect

from tests.browser.talk import AUTHOR, png

FAR = 150  # more steps than any page has


def tab_to(page: Page, target, key: str = "Tab"):
    """Press Tab until the focus is there; returns it."""
    expect(target).to_be_visible()
    for _ in range(FAR):
        page.keyboard.press(key)
        if target.evaluate("node => node === document.activeElement"):
            return target
    raise AssertionError(f"{target} cannot be reached by {key}")


def press(page: Page, target, key: str = "Enter") -> None:
    tab_to(page, target)
    page.keyboard.press(key)


def in_menu(page: Page, text: str, item: str) -> None:
    """Open the menu of the comment with that text and choose what is there."""
    comment = page.locator(".comment__main", has_text=text).first
    press(page, comment.locator("details.menu summary").last)
    press(page, comment.locator(f".menu__panel {item}").last)


def test_write_mention_preview_and_attach(open_as, news) -> None:
    page = open_as(AUTHOR)
    page.goto(news)
    box = tab_to(page, page.locator("#text-page"))
    page.keyboard.press("Control+b")
    page.keyboard.type("ważne")
    page.keyboard.press("End")
    page.keyboard.type(" @mroz")
    expect(page.locator("#suggestions [role=option]", has_text="Kamil Mróz")).to_be_visible()
    page.keyboard.press("Enter")
    expect(box).to_have_value("**ważne** @Kamil Mróz ")
    toggle = page.locator("#composer-page [data-preview-toggle]")
    tab_to(page, toggle, "Shift+Tab")
    page.keyboard.press("Space")
    expect(page.locator("#composer-page [data-preview-pane] .mention")).to_be_visible()
    with page.expect_file_chooser() as chooser:
        files = page.locator("#composer-page [data-file]")
        for _ in range(FAR):
            page.keyboard.press("Tab")
            if files.evaluate("node => node === document.activeElement"):
                break
        page.keyboard.press("Enter")
    chooser.value.set_files({"name": "hala.png", "mimeType": "image/png", "buffer": png()})
    expect(page.locator("[data-files] [data-remove-file]")).to_be_visible()
    press(page, page.locator("#composer-page .btn--primary"))
    comment = page.locator("#threads .comment", has_text="ważne")
    expect(comment.locator(".comment__files img")).to_be_visible()
    expect(comment.locator(".comment__main")).to_be_focused()
    expect(page.locator("#conversation-status")).not_to_be_empty()


def test_answer_quote_react_edit_and_delete(open_as, news) -> None:
    page = open_as(AUTHOR)
    page.goto(news)
    tab_to(page, page.locator("#text-page"))
    page.keyboard.type("Z klawiatury")
    page.keyboard.press("Control+Enter")
    comment = page.locator("#threads .comment", has_text="Z klawiatury").first
    expect(comment.locator(".comment__main")).to_be_focused()
    reply = comment.locator("[data-reply]").first
    press(page, reply)
    slot = page.locator(".reply-slot textarea")
    expect(slot).to_be_focused()
    page.keyboard.press("Escape")
    expect(reply).to_be_focused()
    page.keyboard.press("Enter")
    expect(slot).to_be_focused()
    page.keyboard.type("Odpowiedź")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".comment__replies .comment__main").first).to_be_focused()
    page.reload()
    in_menu(page, "Odpowiedź", "[data-quote]")
    expect(slot).to_be_focused()
    page.keyboard.type("Zgoda")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#threads blockquote", has_text="Odpowiedź")).to_be_visible()
    page.reload()
    bar = page.locator("#threads .reaction-bar").first
    press(page, bar.locator("button[value=like]").first, "Space")
    expect(bar.locator("button[value=like] .reaction__count").first).to_have_text("1")
    press(page, bar.locator("summary"))
    press(page, bar.locator(".reaction-picker button[value=thanks]"))
    thanks = bar.locator(".reaction-bar__given button[value=thanks]")
    expect(thanks.locator(".reaction__count")).to_have_text("1")
    expect(thanks).to_be_focused()
    in_menu(page, "Z klawiatury", "a[href$='/edit/']")
    expect(page.locator("form[data-edit] textarea")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("Zmieniona")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#threads .comment", has_text="Zmieniona").first).to_be_visible()
    page.reload()
    in_menu(page, "Zmieniona", "a[href$='/delete/']")
    press(page, page.locator(".btn--danger"))
    expect(page.locator(".comment--tombstone")).to_be_visible()
    assert "Zmieniona" not in page.content()


def test_report_moderate_and_appeal(open_as, news) -> None:
    author, other, manager = open_as(AUTHOR), open_as("board"), open_as("community-manager")
    said = f"Przykra wiadomość {news}"
    author.goto(news)
    tab_to(author, author.locator("#text-page"))
    author.keyboard.type(said)
    author.keyboard.press("Control+Enter")
    expect(author.locator("#threads .comment", has_text=said)).to_be_visible()
    other.goto(news)
    in_menu(other, said, "a[href$='/report/']")
    tab_to(other, other.locator("input[type=radio]").first)
    other.keyboard.press("Space")
    press(other, other.locator(".form__actions .btn--primary"))
    expect(other.locator(".message--success")).to_be_visible()
    manager.goto("/admin/conversation/")
    press(manager, manager.get_by_role("link", name=said))
    hide = manager.locator("details", has=manager.locator("form[action$='/hide/']"))
    press(manager, hide.locator("summary"))
    tab_to(manager, hide.locator("[name=hide-reason]"))
    manager.keyboard.type("Nieuprzejme")
    with manager.expect_navigation():
        manager.keyboard.press("Enter")
    author.goto(news)
    expect(author.locator(".comment--tombstone")).to_contain_text("Nieuprzejme")
    press(author, author.locator(".comment--tombstone a[href$='/appeal/']"))
    tab_to(author, author.locator("textarea[name=note]"))
    author.keyboard.type("To był żart")
    press(author, author.locator(".form__actions .btn--primary"))
    expect(author.locator(".message--success")).to_be_visible()
    manager.goto("/admin/conversation/?kind=appeal")
    with manager.expect_navigation():
        press(manager, manager.locator("tr", has_text=said).locator("form button"))
    other.goto(news)
    expect(other.locator("#threads .comment", has_text=said)).to_be_visible()
