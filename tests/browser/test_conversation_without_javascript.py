"""The whole conversation with JavaScript switched off."""

from playwright.sync_api import Page, expect

from tests.browser.talk import AUTHOR, png


def act(page: Page, text: str, item: str) -> None:
    """Go by the menu of the comment with that text, which is a page of its own here."""
    comment = page.locator(".comment__main", has_text=text).first
    comment.locator("details.menu summary").last.click()
    comment.locator("details.menu .menu__panel a").last.click()
    page.locator(f".menu-page {item}").click()


def test_write_mention_preview_attach_and_quote(open_as, news) -> None:
    page = open_as(AUTHOR, javascript=False)
    page.goto(news)
    page.locator("#text-page").fill("**Hej** @Kamil Mróz")
    picture = {"name": "hala.png", "mimeType": "image/png", "buffer": png()}
    page.locator("#composer-page input[name=files]").set_input_files(picture)
    page.locator("#composer-page [name=preview]").click()
    expect(page.locator(".composer__preview strong")).to_have_text("Hej")
    expect(page.locator(".composer__preview .mention")).to_have_text("@Kamil Mróz")
    expect(page.locator("[data-files]")).to_contain_text("hala.png")
    page.locator("form.composer .btn--primary").click()
    comment = page.locator("#threads .comment", has_text="Hej").first
    expect(comment.locator(".mention")).to_be_visible()
    expect(comment.locator(".comment__files img")).to_be_visible()
    act(page, "Hej", "[data-quote]")
    text = page.locator("form.composer textarea")
    expect(text).to_have_value("> **Ewa Żak**:\n> **Hej** @Kamil Mróz\n\n")
    text.fill(text.input_value() + "Zgoda")
    page.locator("form.composer .btn--primary").click()
    expect(page.locator("#threads blockquote", has_text="Hej")).to_be_visible()


def test_answer_react_edit_and_delete(open_as, news) -> None:
    page = open_as(AUTHOR, javascript=False)
    page.goto(news)
    page.locator("#text-page").fill("Bez skryptów")
    page.locator("#composer-page .btn--primary").click()
    comment = page.locator("#threads .comment", has_text="Bez skryptów").first
    comment.locator("[data-reply]").first.click()
    page.locator("textarea").fill("Odpowiedź")
    page.locator("form.composer .btn--primary").click()
    expect(page.locator(".comment__replies", has_text="Odpowiedź")).to_be_visible()
    bar = page.locator("#threads .reaction-bar").first
    bar.locator("button[value=like]").click()
    expect(bar.locator("button[value=like]")).to_have_attribute("aria-pressed", "true")
    bar.locator("summary").click()
    bar.locator(".menu__panel a").click()
    page.locator("button[value=thanks]").click()
    expect(bar.locator("button[value=thanks] .reaction__count")).to_have_text("1")
    bar.locator(".reaction-bar__who").click()
    expect(page.get_by_text("Ewa Żak").last).to_be_visible()
    page.goto(news)
    act(page, "Odpowiedź", "a[href$='/edit/']")
    page.locator("textarea").fill("Zmieniona *odpowiedź*")
    page.locator("[name=preview]").click()
    expect(page.locator(".composer__preview em")).to_have_text("odpowiedź")
    page.locator("form.composer .btn--primary").click()
    expect(page.locator(".comment__body", has_text="Zmieniona").first).to_be_visible()
    act(page, "Bez skryptów", "a[href$='/delete/']")
    page.locator(".btn--danger").click()
    expect(page.locator(".comment--tombstone")).to_be_visible()
    assert "Bez skryptów" not in page.content()


def test_report_moderate_and_appeal(open_as, news) -> None:
    author, other, manager = (
        open_as(person, javascript=False) for person in (AUTHOR, "board", "community-manager")
    )
    said = f"Przykra wiadomość {news}"
    author.goto(news)
    author.locator("#text-page").fill(said)
    author.locator("#composer-page .btn--primary").click()
    other.goto(news)
    act(other, said, "a[href$='/report/']")
    other.locator("input[value=unkind]").check()
    other.locator(".form__actions .btn--primary").click()
    expect(other.locator(".message--success")).to_be_visible()
    manager.goto("/admin/conversation/")
    manager.get_by_role("link", name=said).click()
    hide = manager.locator("details", has=manager.locator("form[action$='/hide/']"))
    hide.locator("summary").click()
    hide.locator("[name=hide-reason]").fill("Nieuprzejme")
    hide.locator("button").click()
    author.goto(news)
    expect(author.locator(".comment--tombstone")).to_contain_text("Nieuprzejme")
    author.locator(".comment--tombstone a[href$='/appeal/']").click()
    author.locator("textarea[name=note]").fill("To był żart")
    author.locator(".form__actions .btn--primary").click()
    expect(author.locator(".message--success")).to_be_visible()
    manager.goto("/admin/conversation/?kind=appeal")
    manager.locator("tr", has_text=said).locator("form button").click()
    other.goto(news)
    expect(other.locator("#threads .comment", has_text=said)).to_be_visible()
