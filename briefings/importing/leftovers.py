"""Which paragraphs of an extracted text are not the article's?

A library drops what stands around the article. What an editor's system sets between its paragraphs
looks like text, and is known by its words alone. Each rule is narrow, and holds for short paragraphs
only: a line too many costs a glance, a line lost may cost a fact.
"""

import re
from collections.abc import Iterable

from briefings.importing.folding import fold, plain

_LONGEST = 240
"""Characters of the longest paragraph that may be dropped for how it begins."""

_BEGINNINGS = """
photo credit | photo by | photo courtesy | image credit | image courtesy | picture credit | file photo
credit foto | sursa foto | sursa imagine | foto ilustrativ | foto cu caracter | foto cu titlu
fotografie ilustrativa | captura video | captura foto | captura de ecran
image source | image caption | bildquelle | bildrechte | credit photo | credits photo | fot.
фото з відкритих джерел
ілюстративне фото | фото ілюстративне | джерело фото | скріншот | скриншот | иллюстративное фото

read also | also read | read more | read next | see also | watch also | related stories | related articles
more on this story | share this article | share this story | story continues below | article continues
listen to this article | you may also like | you might also like
citeste si | cititi si | vezi si | vedeti si | citeste mai mult | citeste mai multe | cititi mai mult
pe aceeasi tema | articole similare | stiri similare | te-ar putea interesa | v-ar putea interesa
читайте також | читайте ще | дивіться також | дивіться ще | більше новин | за темою | раніше ми писали
stiri pe aceeasi tema | articole recomandate | cele mai citite | топ новин | новини за темою
lire aussi | a lire aussi | lesen sie auch | lies auch | mehr zum thema | leer tambien | lea tambien
leggi anche | czytaj tez | czytaj takze | zobacz tez | lees ook | leia tambem
вас може зацікавити | читайте также | смотрите также | по теме

follow us | join us on | join our | subscribe to | sign up for | sign up to | like us on | support our work
get the latest news | click here to subscribe | daca ti-a placut articolul | daca v-a placut articolul
urmareste stirile | urmariti stirile
urmareste cele mai importante stiri | urmariti cele mai importante stiri
наші новини в | наші новини у | слідкуйте за нами | слідкуйте за новинами
download our app | get our newsletter
urmareste-ne | urmariti-ne | aboneaza-te | abonati-va | da-ne un like | inscrie-te la newsletter
descarca aplicatia | intra pe canalul
підписуйтеся | підписуйтесь | підпишіться | підпишись | приєднуйтесь до | приєднуйтеся до
долучайтесь до | стежте за нами | читайте нас | підтримайте нас | подписывайтесь | присоединяйтесь к
наш telegram

leave a comment | leave a reply | post a comment | log in to comment | your email address will not
lasa un comentariu | lasa un raspuns | adresa ta de email nu | campurile obligatorii | comenteaza articolul
залишити коментар | залиште коментар | щоб залишити коментар | оставить комментарий

all rights reserved | toate drepturile rezervate | preluarea fara acord | preluarea integrala
усі права захищен | всі права захищен | передрук лише | все права защищен | copyright | ©
we use cookies | folosim cookie | articol editat de | ati observat o greseala | ai observat o greseala
якщо ви помітили помилку | якщо ви знайшли помилку | помітили помилку | если вы заметили ошибку
notes to editors | press contact | media contact | for media inquiries
"""
_LABELS = """
bild | bilder | photographie | zdjecie | kuva | reading time | timp de citire | temps de lecture | lesezeit
час читання | autor | автор | most read | recommended | recomandari | nu rata
partager | teilen | udostepnij | compartir | condividi | kommentare | commentaires | comentarios | komentarze
photo | photos | image | images | picture | pictures | caption | credit | credits | video
foto | fotografie | imagine | imagini | sursa
фото | фотографія | світлина | зображення | ілюстрація | відео | снимок | изображение | видео
share | share this | share on | distribuie | distribuie pe | trimite pe | поділитися | поширити | поделиться
tags | tag | topics | filed under | related | etichete | теги | мітки | advertisement | publicitate | реклама
comments | comentarii | коментарі | комментарии | newsletter
"""
"""Words that begin sentences too: a label has a colon or the like behind it, or stands alone."""

_NETWORKS = frozenset(
    "facebook twitter x telegram whatsapp viber linkedin instagram reddit pinterest messenger email "
    "tweet print share on pe pin it copy link google news youtube tiktok threads bluesky "
    "distribuie поділитися".split()
)
_AGENCY = (
    "afp|ap|reuters|getty|epa|efe|dpa|pap|ansa|tass|ria|shutterstock|images?|photos?|pictures|pool|via|inquam"
    "|agerpres|mediafax|ukrinform|unian|укрінформ|уніан"
)


def _any_of(listed: str) -> str:
    phrases = (one.strip() for one in re.split(r"[|\n]", listed))
    return "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in phrases if one)


_BEGINS = re.compile(rf"[^\w©]*(?:{_any_of(_BEGINNINGS)})(?!\w)")
_LABELLED = re.compile(rf"\W*(?:{_any_of(_LABELS)})\s*(?:\(\d+\)\s*)?(?:[:/|©]|$)")
_CREDIT = re.compile(
    rf"(?:[^.!?:;]{{1,60}}(?:/|(?<!\w)via(?!\w)))?\W*(?:{_AGENCY})(?:\W+(?:{_AGENCY}))*\W*"
)
_BYLINE = re.compile(
    r"\W*(?:(?:Additional )?[Rr]eporting|Writing|Editing)(?: and \w+)? by [A-Z][\w’'.-]+ [A-Z]"
)
_COUNT = re.compile(
    r"\d+\s+(?:min(?:ute|utes|ut)? read|comments?|comentarii|коментар\w*|views|просмотр\w*)"
)
_APPEARED = re.compile(r"the post .+ (?:first appeared|appeared first) on .+")
_STAMP = re.compile(
    r"\W*(?:publicat|actualizat|published|updated|posted|опубліковано|оновлено)?[\s:]*"
    r"\d{1,2}(?:[./]\d{1,2}[./]|\s+\w+\s+)\d{4}(?:\W+\d{1,2}:\d{2})?(?:\W*\|.*)?\W*"
)


def without_leftovers(paragraphs: Iterable[str], title: str = "") -> tuple[str, ...]:
    """The article's own paragraphs: no credits, share bars, invitations, forms, nor its title again."""
    seen: set[str] = {fold(plain(title))}
    kept = []
    for paragraph in map(plain, paragraphs):
        folded = fold(paragraph)
        if folded and folded not in seen and not is_leftover(paragraph):
            kept.append(paragraph)
            seen.add(folded)
    return tuple(kept)


def is_leftover(paragraph: str) -> bool:
    """Whether a paragraph is something that stands between those of an article."""
    folded = fold(paragraph)
    words = re.findall(r"\w+", folded)
    if not words or len(paragraph) > _LONGEST:
        return not words
    if _BEGINS.match(folded) or _LABELLED.match(folded) or _BYLINE.match(paragraph):
        return True
    if any(one.fullmatch(folded) for one in (_STAMP, _CREDIT, _COUNT, _APPEARED)):
        return True
    return len(words) > 1 and _NETWORKS.issuperset(words)
