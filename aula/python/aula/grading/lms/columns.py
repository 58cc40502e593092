"""Qué es cada columna de la hoja de Moodle, por su nombre, en cualquiera de sus idiomas.

Entre dos columnas que valen, la que se llama exactamente como la llama Moodle; y la de la nota, la que se llama como la de
la nota máxima.
"""

from .people import PARTICIPANT, normal

GRADE = (
    *("Calificación", "Grade", "Qualificació", "Bewertung", "Note", "Kalifikazioa", "Cualificación", "Valutazione"),
    *("Classificação", "Avaliação", "Nota", "Puntuación", "Mark"),
)
IDENTIFIER = (
    *("Identificador", "Identifier", "Identifiant", "Identifikatzailea", "Identifikator", "Identificativo", "Kennung"),
    *PARTICIPANT,
    "ID",
)
NAME = (
    *("Nombre completo", "Full name", "Nom complet", "Vollständiger Name", "Nome completo", "Izen osoa"),
    *("Nombre completo del usuario", "Nombre / Apellido(s)", "First name / Last name", "Nombre", "Name", "Nom", "Nome"),
)
FIRST = ("Nombre", "First name", "Nom", "Prénom", "Vorname", "Nome", "Nome próprio")
LAST = (
    *("Apellido(s)", "Apellidos", "Last name", "Surname", "Cognoms", "Nom de famille", "Nachname", "Apelido", "Sobrenome"),
    *("Cognome", "Apelidos", "Abizenak"),
)
MAXIMUM = (
    *("Calificación máxima", "Maximum Grade", "Qualificació màxima", "Höchste Bewertung", "Note maximale", "Nota máxima"),
    *("Puntuación máxima", "Maximum mark", "Gehienezko kalifikazioa", "Cualificación máxima", "Valutazione massima"),
    *("Classificação máxima", "Avaliação máxima", "Beste Bewertung", "Bestwertung", "Maximale Bewertung"),
)
GROUP = ("Grupo", "Group", "Grup", "Taldea", "Groupe", "Gruppo", "Gruppe", "Equipo", "Equip", "Équipe", "Team")
SCALE = ("Escala", "Scale", "Eskala", "Barème", "Skala", "Scala")
# La nota máxima y si se puede cambiar se llaman de muchas maneras, con estas palabras.
MOST = {"maxima", "maximo", "maximum", "maximale", "massima", "hochste", "gehienezko", "gehienezkoa", "max"}
CAN = {"puede", "can", "kann", "peut", "pode", "pot", "puo", "daiteke"}
CHANGE = ("cambi", "chang", "geandert", "modif", "alter", "canvi", "alda")  # cómo empiezan sus palabras
# Los comentarios de retroalimentación, igual.
COMMENT, BACK = ("coment", "comment", "komment", "iruzkin"), ("retroal", "retroac", "feedback")
NO = {"no", "nein", "non", "nao", "ez", "false", "falso", "0"}


class Columns:
    """Dónde está cada columna, o `None` si no está."""

    def __init__(self, names):
        self.names = names
        self.identifier, self.group = self._first(IDENTIFIER), self._first(GROUP)
        self.maximum = self._maximum()
        self.grade = self._grade()
        self.locked = next((at for at, words in self._words() if words & CAN and _begin(words, CHANGE)), None)
        self.comments = next((at for at, words in self._words() if _begin(words, COMMENT) and _begin(words, BACK)), None)
        self.scale = self._first(SCALE)
        self.last = self._first(LAST)
        self.name = self._first(NAME) if self.last is None else self._first(FIRST)

    def _words(self):
        return [(at, set(normal(name).split())) for at, name in enumerate(self.names)]

    def _all(self, known):
        """Las columnas que se llaman así, de la que más a la que menos."""
        exact, near = list(known), [normal(name) for name in known]
        found = [
            (name not in exact, near.index(normal(name)), at) for at, name in enumerate(self.names) if normal(name) in near
        ]
        return [at for *_, at in sorted(found)]

    def _first(self, known):
        return next(iter(self._all(known)), None)

    def _maximum(self):
        found = self._first(MAXIMUM)
        if found is not None:
            return found
        return next((at for at, words in self._words() if words & MOST and not _begin(words, CHANGE)), None)

    def _grade(self):
        found = self._all(GRADE)
        if self.maximum is not None:
            said = set(normal(self.names[self.maximum]).split())
            found.sort(key=lambda at: not set(normal(self.names[at]).split()) <= said)
        return next(iter(found), None)

    @property
    def twice(self):
        """El nombre de la columna de la nota, si hay otra que se llama igual."""
        name = self.names[self.grade]
        return name if self.names.count(name) > 1 else None


def _begin(words, with_any):
    """¿Empieza así alguna de esas palabras?"""
    return any(word.startswith(with_any) for word in words)


def is_header(names):
    """¿Son los nombres de las columnas de la hoja: la nota, y de quién es?"""
    found = Columns(names)
    return found.grade is not None and (found.identifier is not None or found.name is not None)


def letters(at):
    """Cómo llama una hoja de cálculo a la columna de ese sitio: A, B… Z, AA…"""
    return (letters(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)
