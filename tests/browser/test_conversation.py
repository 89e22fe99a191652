"""People talk: write, preview, mention, attach, quote, edit, delete, react, report, moderate, appeal.
The same by keyboard only and without JavaScript: see the files beside this one."""

import itertools
import re

from playwright.sync_api import expect

from tests.browser.talk import AUTHOR, menu_of, png, write

_numbers = itertools.count(1)


def test_write_with_toolbar_mention_preview_and_picture(open_as, news) -> None:
    page = open_as(AUTHOR)
    page.goto(news)
    box = page.locator("#text-page")
    box.click()
    page.locator('#composer-page [data-format="bold"]').click()
    page.keyboard.type("ważne")
    page.keyboard.press("End")
    page.keyboard.type(" @mroz")
    option = page.locator("#suggestions [role=option]", has_text="Kamil Mróz")
    expect(option).to_be_visible()
    assert box.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Enter")
    expect(box).to_have_value("**ważne** @Kamil Mróz ")
    expect(page.locator("#suggestions")).to_be_hidden()
    page.locator("[data-preview-toggle]").first.click()
    pane = page.locator("#composer-page [data-preview-pane]")
    expect(pane.locator("strong")).to_have_text("ważne")
    expect(pane.locator(".mention")).to_have_text("@Kamil Mróz")
    page.locator("#composer-page [data-file]").set_input_files(
        {"name": "hala.png", "mimeType": "image/png", "buffer": png()}
    )
    described = page.locator("[data-files] .attachment input")
    described.fill("Czerwony kwadrat")
    described.press("Tab")
    page.locator("#composer-page .btn--primary").click()
    comment = page.locator("#threads .comment", has_text="ważne")
    expect(comment.locator("img[alt='Czerwony kwadrat'], .comment__files img")).to_be_visible()
    expect(page.locator("#conversation-status")).not_to_be_empty()
    assert "comment__main" in page.evaluate("document.activeElement.className")
    expect(page.locator("#text-page")).to_have_value("")


def test_draft_survives_a_crash_and_goes_when_posted(open_as, news) -> None:
    page = open_as(AUTHOR)
    page.goto(news)
    page.locator("#text-page").fill("Niedokończona myśl")
    page.reload()
    expect(page.locator("#text-page")).to_have_value("Niedokończona myśl")
    page.locator("#composer-page .btn--primary").click()
    expect(page.locator("#threads .comment", has_text="Niedokończona myśl")).to_be_visible()
    page.reload()
    expect(page.locator("#text-page")).to_have_value("")


def test_expired_session_loses_nothing(open_as, news) -> None:
    page = open_as(AUTHOR)
    page.goto(news)
    page.locator("#text-page").fill("Zostań ze mną")
    picture = {"name": "hala.png", "mimeType": "image/png", "buffer": png()}
    page.locator("#composer-page [data-file]").set_input_files(picture)
    expect(page.locator("[data-files] [data-remove-file]")).to_be_visible()
    page.context.clear_cookies()
    like = page.locator(".subject-bar .reaction-bar button[value=like]").first
    like.click()
    expect(page.locator(".toast").first).to_be_visible()
    expect(like).to_have_attribute("aria-pressed", "false")
    page.locator("#composer-page .btn--primary").click()
    expect(page.locator(".toast").nth(1)).to_be_visible()
    expect(page.locator("#text-page")).to_have_value("Zostań ze mną")
    expect(page.locator("#threads .comment")).to_have_count(0)
    tab = page.context.new_page()
    tab.goto("/sign-in/")
    tab.locator(f'form[action$="/as/{AUTHOR}/"] button').click()
    tab.wait_for_url(lambda url: "/sign-in/" not in url)
    tab.goto(news)
    expect(tab.locator("#text-page")).to_have_value("Zostań ze mną")
    expect(tab.locator("[data-files] [data-key]")).to_contain_text("hala.png")
    page.locator("#composer-page .btn--primary").click()  # as it was told to
    expect(page.locator("#threads .comment .comment__files img")).to_be_visible()


def test_quote_a_selection_edit_and_delete(open_as, news) -> None:
    page = open_as(AUTHOR)
    page.goto(news)
    page.evaluate(
        """() => { const p = document.querySelector('.article .prose p');
        getSelection().selectAllChildren(p); document.dispatchEvent(new Event('selectionchange')); }"""
    )
    page.locator(".quote-bubble").click()
    expect(page.locator("#text-page")).to_have_value(re.compile(r"^> Otwieramy nową halę"))
    page.locator("#text-page").press_sequentially("A co z parkingiem?")
    page.locator("#composer-page .btn--primary").click()
    expect(page.locator("#threads blockquote")).to_be_visible()
    menu_of(page, "A co z parkingiem?").locator("a[href$='/edit/']").click()
    page.locator("form[data-edit] textarea").fill("Parking jest obok.")
    page.locator("form[data-edit] .btn--primary").click()
    changed = page.locator("#threads .comment", has_text="Parking jest obok.")
    expect(changed.locator("a[href$='/history/']")).to_be_visible()
    menu_of(page, "Parking jest obok.").locator("a[href$='/delete/']").click()
    page.locator(".btn--danger").click()
    expect(page.locator("#comments")).to_be_visible()
    assert "Parking jest obok." not in page.content()


def test_react_and_see_who_did(open_as, news) -> None:
    page = open_as(AUTHOR)
    page.goto(news)
    write(page, "Zareaguj")
    bar = page.locator("#threads .reaction-bar").first
    bar.locator("button[value=like]").first.click()
    expect(bar.locator("button[value=like]").first).to_have_attribute("aria-pressed", "true")
    bar.locator("summary.reaction--add").click()
    with page.expect_response(lambda answer: "thanks" in (answer.request.post_data or "")):
        bar.locator(".reaction-picker button[value=thanks]").click()
    expect(bar.locator("button[value=thanks] .reaction__count")).to_have_text("1")
    bar.get_by_role("link", name="Kto zareagował").click()
    for reaction in ("Lubię to", "Dziękuję"):
        section = page.locator("section", has=page.get_by_role("heading", name=reaction))
        expect(section.get_by_text("Ewa Żak")).to_be_visible()


def test_quick_taps_are_all_kept_and_failures_taken_back(open_as, news) -> None:
    page = open_as(AUTHOR)
    page.goto(news)
    write(page, "Szybko")
    bar = page.locator("#threads .reaction-bar").first
    like = bar.locator(".reaction-bar__given button[value=like]")
    bar.locator("summary.reaction--add").click()
    picker = bar.locator(".reaction-picker")
    with page.expect_response(lambda answer: "support" in (answer.request.post_data or "")):
        picker.evaluate(  # all three before the server has answered the first
            """picker => ["like", "thanks", "support"].forEach(
            value => picker.querySelector(`button[value=${value}]`).click())"""
        )
    for value in ("like", "thanks", "support"):
        shown = bar.locator(f".reaction-bar__given button[value={value}]")
        expect(shown.locator(".reaction__count")).to_have_text("1")
    page.reload()
    expect(bar.locator(".reaction-bar__given [aria-pressed=true]")).to_have_count(3)
    page.route("**/reactions/comment/*/", lambda route: route.abort())
    like.click()
    expect(page.locator(".toast").first).to_be_visible()
    expect(like).to_have_attribute("aria-pressed", "true")
    expect(like.locator(".reaction__count")).to_have_text("1")


def test_report_hide_appeal_and_show_again(open_as, news) -> None:
    author, other, manager = open_as(AUTHOR), open_as("board"), open_as("community-manager")
    said = f"Zła wiadomość {next(_numbers)}"
    author.goto(news)
    write(author, said)
    other.goto(news)
    menu_of(other, said).locator("a[href$='/report/']").click()
    other.locator("input[value=unkind]").check()
    other.locator(".form__actions .btn--primary").click()
    expect(other.locator(".message--success")).to_be_visible()
    manager.goto("/admin/conversation/")
    manager.get_by_role("link", name=said).click()
    manager.locator("summary", has_text=re.compile("Ukryj|Hide it")).click()
    manager.locator("[name=hide-reason]").fill("Nieuprzejme")
    manager.locator("form[action$='/hide/'] button").click()
    author.goto(news)
    expect(author.locator(".comment--tombstone")).to_contain_text("Nieuprzejme")
    other.goto(news)
    assert said not in other.content() and "Nieuprzejme" not in other.content()
    author.locator(".comment--tombstone a[href$='/appeal/']").click()
    author.locator("textarea[name=note]").fill("To był żart")
    author.locator(".form__actions .btn--primary").click()
    manager.goto("/admin/conversation/?kind=appeal")
    expect(manager.get_by_text("To był żart")).to_be_visible()
    manager.locator("tr", has_text="To był żart").locator("form button").click()
    other.goto(news)
    expect(other.locator("#threads", has_text=said)).to_be_visible()


def test_ask_and_accept_an_answer(open_as, site) -> None:
    asker, other = open_as(AUTHOR), open_as("board")
    title = f"Kiedy będzie winda {next(_numbers)}?"
    asker.goto("/questions/ask/")
    asker.locator("#id_title").fill(title)
    asker.locator(".form__actions .btn--primary").click()
    expect(asker.get_by_role("heading", level=1)).to_have_text(title)
    other.goto(asker.url)
    write(other, "W czerwcu")
    asker.reload()
    menu_of(asker, "W czerwcu").locator("form[action$='/accept/'] button").click()
    expect(asker.locator(".accepted")).to_contain_text("W czerwcu")
    assert asker.locator(".question-state--answered").count() >= 1


def test_phone_has_no_sideways_scroll(open_as, news) -> None:
    page = open_as(AUTHOR, width=390)
    page.goto(news)
    write(page, "słowo" * 60)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
