"""Function words per language: indexed for phrases and names, but not scored in longer queries."""

_POLISH = """
a aby ach acz aczkolwiek aj albo ale ależ ani aż bardziej bardzo bez bo bowiem by byli bym bynajmniej
być był była było były będzie będą cali cała cały chce choć ci ciebie co cokolwiek coraz coś czasami
czasem czemu czy czyj czyja czyje czyli daleko dla dlaczego dlatego do dobrze dokąd dość dużo dwa dwaj
dwie dwoje dziś dzisiaj gdy gdyby gdyż gdzie gdziekolwiek gdzieś go i ich ile im inna inne inny innych
iż ja ją jak jaka jakaś jakby jaki jakichś jakie jakiego jakiej jakim jakimi jakich jakiś jakiż jako
jakoś jaką je jeden jedna jednak jednakże jedno jego jej jemu jest jestem jeszcze jeśli jeżeli już każdy
kiedy kilka kimś kto ktokolwiek ktoś która które którego której który których którym którymi którzy którą
ku lat lecz lub ma mają mam mi mimo między mną mnie mogą moi moim moja moje może możliwe można mój mu musi my
na nad nam nami nas nasi nasz nasza nasze naszego naszych natomiast natychmiast nawet nią nic nich nie
niego niej niemu nigdy nim nimi niż no o obok od około on ona one oni ono oraz oto owszem pan pana pani po
pod podczas pomimo ponad ponieważ powinien powinna powinni powinno poza prawie przecież przed przede
przedtem przez przy roku również się są sam sama sobie sobą swoje swego swej swoich swoim swój ta tak taka
taki takie także tam te tego tej tel temu ten teraz też to tobą tobie toteż totobą trzeba tu tutaj twoi
twoim twoja twoje twym twój ty tych tylko tym tymi tę tą u w wam wami was wasz wasza wasze we według wiele
wielu więc więcej wszyscy wszystkich wszystkie wszystkim wszystko wtedy wy właśnie z za zapewne zawsze ze
znów znowu został została zostało zostały zostali żaden żadna żadne żadnych że żeby
"""

_ENGLISH = """
a about above after again against all also am an and any are as at be because been before being below
between both but by can cannot could did do does doing down during each few for from further had has have
having he her here hers herself him himself his how i if in into is it its itself just let me more most my
myself no nor not now of off on once only or other ought our ours ourselves out over own same she should so
some such than that the their theirs them themselves then there these they this those through to too under
until up upon very was we were what when where which while who whom why will with would you your yours
yourself yourselves
"""

STOP_WORDS: dict[str, frozenset[str]] = {
    "pl": frozenset(_POLISH.split()),
    "en": frozenset(_ENGLISH.split()),
}
"""Stop words by language code, lower case, with diacritics; languages not listed have none."""
