//! Un error de rustc, tal como lo cuenta en JSON, y lo que hace falta preguntarle.

use serde_json::Value;

use super::pattern::capture;
use super::words::statement;

/// Un error, y el texto del archivo en que está (vacío si no se tiene).
pub struct Diagnostic<'a> {
    json: &'a Value,
    source: &'a str,
}

impl<'a> Diagnostic<'a> {
    pub fn new(json: &'a Value, source: &'a str) -> Self {
        Diagnostic { json, source }
    }

    /// ¿Lleva este código? Los errores de sintaxis no llevan ninguno, y lo que vale es el mensaje.
    pub fn is(&self, code: &str) -> Option<()> {
        (self.json["code"]["code"].as_str().unwrap_or_default() == code).then_some(())
    }

    /// ¿Es de los de sintaxis? De lo que cuenta después, rustc solo adivina.
    pub fn is_of_syntax(&self) -> bool {
        self.is("").is_some() && !self.message().starts_with("cannot find")
    }

    pub fn message(&self) -> &'a str {
        text_of(&self.json["message"])
    }

    /// Lo que ocupa los `*` de `pattern` en el mensaje.
    pub fn says<const N: usize>(&self, pattern: &str) -> Option<[&'a str; N]> {
        capture(self.message(), pattern)
    }

    /// Lo mismo, en la primera etiqueta en que encaje; la del sitio principal va delante.
    pub fn labelled<const N: usize>(&self, pattern: &str) -> Option<[&'a str; N]> {
        let labels = self.spans().map(|span| text_of(&span["label"]));
        let first = self.primary().map(|span| text_of(&span["label"]));
        first.into_iter().chain(labels).find_map(|label| capture(label, pattern))
    }

    /// Lo mismo, en las notas y las ayudas que lo acompañan.
    pub fn helped<const N: usize>(&self, pattern: &str) -> Option<[&'a str; N]> {
        self.children().find_map(|child| capture(text_of(&child["message"]), pattern))
    }

    /// Lo que rustc propone escribir, en la ayuda que dice `words`.
    pub fn proposal(&self, words: &str) -> Option<&'a str> {
        let child = self.children().find(|child| text_of(&child["message"]).contains(words))?;
        child["spans"].as_array()?.iter().find_map(|span| span["suggested_replacement"].as_str()).map(str::trim)
    }

    /// El código que señala: del sitio principal, la primera línea.
    pub fn code(&self) -> &'a str {
        self.primary().map(highlighted).unwrap_or_default()
    }

    /// Todo lo que señala, sin los espacios: evcxr puede haberlo partido.
    pub fn joined(&self) -> String {
        let (before, after) = self.around_in_file().unwrap_or_default();
        let end = self.source.len().saturating_sub(after.len());
        self.source.get(before.len()..end).unwrap_or_default().split_whitespace().collect()
    }

    /// El código del sitio que lleva una etiqueta con estas palabras.
    pub fn code_labelled(&self, words: &str) -> Option<&'a str> {
        self.spans().find(|span| text_of(&span["label"]).contains(words)).map(highlighted)
    }

    /// El código de los otros sitios que señala, en orden.
    pub fn others(&self) -> impl Iterator<Item = &'a str> {
        self.spans().filter(|span| span["is_primary"] != true).map(highlighted)
    }

    /// La línea entera del sitio principal, y lo que va delante y detrás de él en ella.
    pub fn around(&self) -> Option<(&'a str, &'a str)> {
        let text = self.primary()?["text"].as_array()?.first()?;
        let line = text_of(&text["text"]);
        let before = byte(line, &text["highlight_start"])?;
        let after = byte(line, &text["highlight_end"])?;
        Some((line.get(..before)?, line.get(after..)?))
    }

    /// Lo que va delante y detrás del sitio principal en todo el archivo: evcxr parte las líneas a su manera.
    pub fn around_in_file(&self) -> Option<(&'a str, &'a str)> {
        let at = |name: &str| self.primary()?[name].as_u64().map(|at| at as usize);
        let whole = (self.source.get(..at("byte_start")?)?, self.source.get(at("byte_end")?..)?);
        if self.source.is_empty() { self.around() } else { Some(whole) }
    }

    /// ¿Son los tipos de dos matrices lo que no casa, y no dos listas escritas?
    pub fn is_inside_types(&self) -> bool {
        self.helped::<0>("ArrayBase<").is_some()
    }

    /// Lo que rustc no esperaba, sin comillas ni `keyword`.
    pub fn found(&self) -> Option<&'a str> {
        let (_, found) = self.message().starts_with("expected ").then(|| self.message().rsplit_once("found "))??;
        Some(found.trim_start_matches("reserved ").trim_start_matches("keyword ").trim_matches('`'))
    }

    /// La instrucción que está a medias, hasta el sitio principal.
    pub fn left(&self) -> &'a str {
        self.around_in_file().map_or("", |(before, _)| statement(before)).trim_end()
    }

    /// ¿Iba aquí el nombre de algo nuevo?
    pub fn is_naming(&self) -> bool {
        const BEFORE: [&str; 11] = ["let", "mut", "fn", "struct", "enum", "mod", "for", "(", ",", "|", "."];
        BEFORE.iter().any(|word| self.left().ends_with(word))
    }

    /// ¿Está dentro de las llaves de un bucle?
    pub fn is_in_loop(&self) -> bool {
        let outside = self.around_in_file().and_then(|(before, _)| before.rsplit_once('{'));
        outside.is_some_and(|(outside, _)| ["for ", "while "].iter().any(|word| statement(outside).starts_with(word)))
    }

    /// ¿Está dentro de las llaves de un `match`?
    pub fn is_in_match(&self) -> bool {
        let outside = self.around_in_file().and_then(|(before, _)| before.rsplit_once('{'));
        // evcxr envuelve las celdas en un `match` de una función sin nombre.
        let outside = outside.filter(|(outside, _)| !outside.trim_end().ends_with('|'));
        outside.is_some_and(|(outside, _)| statement(outside).split_whitespace().any(|word| word == "match"))
    }

    /// Lo que sigue al sitio principal, en su línea o en las siguientes: evcxr las parte.
    pub fn right(&self) -> &'a str {
        self.around_in_file().map_or("", |(_, after)| after.trim_start())
    }

    /// Lo que sigue a lo que rustc no esperaba: a veces señala eso, y a veces, lo de delante.
    pub fn rest(&self) -> &'a str {
        let (right, found) = (self.right(), self.found().unwrap_or_default());
        if self.code() == found { right } else { right.strip_prefix(found).unwrap_or(right).trim_start() }
    }

    /// ¿Sigue en la misma línea lo que rustc no esperaba? evcxr pone cada cosa en la suya, y deja el espacio que había.
    pub fn continues(&self) -> bool {
        let after = self.around_in_file().map_or("", |(_, after)| after);
        !after.is_empty() && !after.starts_with('\n') && !after.trim_start().starts_with("//")
    }

    /// ¿Empieza por `word` la instrucción en que rustc se perdió?
    pub fn opens_with(&self, word: &str) -> bool {
        let follows = |rest: &str| rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace() || c == ':');
        self.is_of_syntax() && self.left().strip_prefix(word).is_some_and(follows)
    }

    /// El renglón del sitio principal.
    pub fn line(&self) -> Option<u64> {
        self.primary()?["line_start"].as_u64()
    }

    pub fn source(&self) -> &'a str {
        self.source
    }

    /// Los tipos de `expected A, found B`, sin comillas.
    pub fn expected_found(&self) -> Option<(&'a str, &'a str)> {
        self.is("E0308")?;
        let [expected, found] = self.labelled("expected *, found *")?;
        Some((bare(expected), bare(found)))
    }

    fn primary(&self) -> Option<&'a Value> {
        // Si son varios los argumentos que no casan, lo principal es la función; lo que interesa, el primero de ellos.
        if self.message().starts_with("arguments to this") {
            return self.spans().find(|span| text_of(&span["label"]).starts_with("expected"));
        }
        self.spans().find(|span| span["is_primary"] == true)
    }

    fn spans(&self) -> impl Iterator<Item = &'a Value> + use<'a> {
        self.json["spans"].as_array().into_iter().flatten()
    }

    fn children(&self) -> impl Iterator<Item = &'a Value> + use<'a> {
        self.json["children"].as_array().into_iter().flatten()
    }
}

/// Lo que va entre comillas graves, sin ellas.
pub fn bare(text: &str) -> &str {
    text.trim().trim_matches('`')
}

fn text_of(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn highlighted(span: &Value) -> &str {
    let Some(text) = span["text"].as_array().and_then(|lines| lines.first()) else { return "" };
    let line = text_of(&text["text"]);
    let range = byte(line, &text["highlight_start"]).zip(byte(line, &text["highlight_end"]));
    range.and_then(|(start, end)| line.get(start..end)).unwrap_or_default()
}

/// Dónde empieza en `line` la columna `column`, que rustc cuenta en letras y desde 1.
fn byte(line: &str, column: &Value) -> Option<usize> {
    let column = column.as_u64()? as usize;
    Some(line.char_indices().map(|(at, _)| at).nth(column.checked_sub(1)?).unwrap_or(line.len()))
}
