"""Signatures and company footers below what somebody wrote."""

import re
from collections.abc import Sequence

LINES = 10
WIDTH = 80
_DELIMITER = re.compile(r"^(?:--|—|__) ?$")
_SENT = re.compile(
    r"\b(?:sent|get|via|wysłan\w*|pobierz|gesendet|verschickt|holen|beziehen|envoyé\w*|obtene[rz]|"
    r"télécharge[rz]|enviad\w*|obtenga|obtén|obter|inviat\w*|scarica|ottieni|verzonden|verstuurd|"
    r"download\w*|skickat|hämta|sendt|hent|lähetetty|odesl\w+|odosl\w+|stáhn\w+|získ\w+|надісл\w+|"
    r"відправл\w+|отправл\w+|завантаж\w+|скача\w+|küldve|elküldve|trimis\w*|poslan\w*|gönderildi|"
    r"išsiųsta|nosūtīts|saadetud)\b|发自|送信|보냄|发送",
    re.I,
)
_PROGRAM = re.compile(
    r"iphon|ipad|android|outlook|samsung|galaxy|huawei|xiaomi|pixel|motorola|nokia|oneplus|"
    r"proton|yahoo|gmail|thunderbird|blackberry|windows|aka\.ms|\bspark\b|bluemail|em client|"
    r"tut(?:anot)?a\b|zoho|\bmail\b|poczt|telefon|smartphone|móvil|mobil|телефон|"
    r"mailspring|fairmail|k-9|aquamail|onet|interia|\bwp\b|\bo2\b|gmx|web\.de|seznam",
    re.I,
)
_CLOSING = (
    r"pozdrawiam(?: serdecznie| ciepło)?|serdecznie pozdrawiam|pozdrowienia|pozdro|pozdr\.?|"
    r"z (?:wyrazami )?(?:poważania|poważaniem|szacunku|szacunkiem)|z wyrazami szacunku|"
    r"(?:z )?(?:serdecznymi )?pozdrowieniami|ściskam|łączę pozdrowienia|"
    r"(?:with )?(?:(?:best|kind|warm|many|kindest|warmest) )?(?:regards|wishes)|best|cheers|"
    r"(?:yours |very )?(?:sincerely|truly|faithfully)(?: yours)?|many thanks|br|rgds|"
    r"(?:mit )?(?:freundlichen|besten|lieben|herzlichen|schönen|viele[nr]?|beste|liebe|freundliche|"
    r"schöne|herzliche) (?:grüßen?|gruß|gruessen?|grüssen?)|mfg|vg|lg|hochachtungsvoll|gruß|grüße|"
    r"cordialement|bien (?:cordialement|à (?:vous|toi))|(?:meilleures|sincères) salutations|"
    r"(?:un )?(?:saludos?|cordial saludo)(?: cordiales)?|atentamente|un abrazo|"
    r"cordiali saluti|distinti saluti|(?:un )?saluti|cordialmente|"
    r"(?:com os )?(?:melhores )?cumprimentos|atenciosamente|abraços?|att\.?|"
    r"(?:met )?(?:vriendelijke|hartelijke) (?:groeten|groet)|groet(?:en|jes)?|mvg|"
    r"(?:med )?vänlig(?:a)? hälsning(?:ar)?|hälsningar|mvh|(?:med )?(?:venlig|vennlig) hilsen|"
    r"ystävällisin terveisin|terveisin|"
    r"s (?:přátelským |srdečným |přáním )?pozdrav\w*|s úctou|zdravím|s pozdravom|"
    r"з (?:повагою|найкращими побажаннями)|с уважением|üdvözlettel|cu stimă|lep pozdrav|"
    r"pagarbiai|saygılarımla"
)
CLOSING = re.compile(
    rf"^\W*(?:{_CLOSING})(?:\s*[/|,]\s*(?:{_CLOSING}))*\s*[,.!]*"
    r"(?:\s+[^\W\d_][\w.’'-]*(?: [^\W\d_][\w.’'-]*){0,3})?\s*[,.!]*\s*$",
    re.I,
)
_POSTSCRIPT = re.compile(r"^\W*(?:p\.?\s?){1,2}s\b[.:]?\s", re.I)
_REGISTER = re.compile(
    r"\b(?:KRS|NIP|REGON|BDO|HRB|HRA|USt-?Id(?:-?Nr)?|Ust\.?-?ID|IČO?|DIČ|SIREN|SIRET|RCS|KvK|KVK|BTW|"
    r"P\.? ?IVA|CIF|NIF|CNPJ|ЄДРПОУ|ИНН|ОГРН|ІПН|EDRPOU|VAT(?: no| nr)?|Org\.? ?(?:nr|nummer)|"
    r"Company (?:no|number)|CVR|EIN)\b\W{0,4}(?:nr\.?|no\.?)?\W{0,3}[A-Z]{0,3}\s?\d[\d -]{4,}",
    re.I,
)
_ADDRESSEE = re.compile(
    r"adresat|addressee|recipient|empfänger|adressat|destinat|geadresseerde|ontvanger|mottagare|"
    r"modtager|mottaker|příjemc|adresát|отримувач|одержувач|адресат|получател|címzett|vastaanottaja",
    re.I,
)
_CONFIDENTIAL = re.compile(
    r"poufn|przeznaczon|niezwłoczn|usunięci|zawiadom|powiadomi|tajemnic|confiden|privileged|"
    r"intended|delete|vertraulich|löschen|bestimmt|vernichten|confidentiel|détru|supprim|borr|"
    r"elimin|riservat|cancell|apag|vertrouwelijk|verwijder|konfidentiell|radera|fortrolig|slet|"
    r"důvěrn|vymaž|smaž|určen|dôvern|конфіденц|видал|конфиденц|удал|bizalmas|luottamuks",
    re.I,
)


def signature_start(lines: Sequence[str], words_above: bool = False) -> int:
    """The line at which signature and footers begin; the number of lines if there are none.

    Nothing is a signature that has no words above it, here or (`words_above`) before these lines.
    """
    end = len(lines)
    for at, line in enumerate(lines):
        if _DELIMITER.match(line):
            end = at if words_above or has_words(lines[:at]) else end
            break
    while (start := _last_footer(lines, end, words_above)) < end:
        end = start
    return _closing_start(lines, end, words_above)


def has_words(lines: Sequence[str]) -> bool:
    return any(character.isalnum() for line in lines for character in line)


def _last_footer(lines: Sequence[str], end: int, words_above: bool) -> int:
    """Where the last paragraph begins, if it is no word of its sender."""
    while end and not lines[end - 1].strip():
        end -= 1
    start = end
    while start and lines[start - 1].strip():
        start -= 1
    if not has_words(lines[start:end]):
        return end
    paragraph = " ".join(lines[start:end])
    if end - start <= 2 and _is_sent_from(paragraph):
        return start
    if end - start > 1 and _is_sent_from(lines[end - 1]):
        return end - 1
    return start if (words_above or has_words(lines[:start])) and is_footer(paragraph) else end


def _is_sent_from(text: str) -> bool:
    """“Sent from my iPhone”, “Holen Sie sich Outlook für iOS <…>”."""
    return len(text) <= 140 and bool(_SENT.search(text) and _PROGRAM.search(text))


def is_footer(paragraph: str) -> bool:
    """What a company puts below every mail: its registers, or that it is meant for its addressee."""
    if _ADDRESSEE.search(paragraph) and _CONFIDENTIAL.search(paragraph):
        return len(paragraph) > 80
    registers = len(_REGISTER.findall(paragraph))
    return registers > 1 or (registers == 1 and bool(re.search(r"\b(?:KRS|HRB)\b", paragraph)))


def _closing_start(lines: Sequence[str], end: int, words_above: bool) -> int:
    """Where a closing greeting begins that only a short signature follows."""
    for at in range(end - 1, -1, -1):
        if not CLOSING.match(lines[at]) or not (words_above or has_words(lines[:at])):
            continue
        below = [line for line in lines[at + 1 : end] if line.strip()]
        is_short = len(below) <= LINES and all(len(line) <= WIDTH for line in below)
        if is_short and not any(line.rstrip().endswith("?") for line in below):
            return at
    return end


def postscript(lines: Sequence[str]) -> int:
    """The line of a signature at which a postscript begins; the number of lines if none does."""
    return next((at for at, line in enumerate(lines) if _POSTSCRIPT.match(line)), len(lines))
