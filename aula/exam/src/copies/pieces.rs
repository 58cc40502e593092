//! Lo que hay escrito en una respuesta: lo que dice el programa, sin sus nombres ni su disposición, y, aparte, los nombres,
//! los comentarios y los números.

use ra_ap_rustc_lexer::{FrontmatterAllowed, LiteralKind, TokenKind, tokenize};

/// Lo que se lee de una respuesta, en letras: las de siempre no llegan a la décima parte.
const LETTERS: usize = 20_000;
/// Las palabras de Rust, y los tipos que no hay que traer.
const RUST: &str = " as break const continue else enum false fn for if impl in let loop match mod move mut pub ref return self \
                    static struct super true type unsafe use where while f64 f32 usize isize u8 u16 u32 u64 i8 i16 i32 i64 \
                    bool str ";

/// Una pieza del programa: un nombre puesto por quien responde es como cualquier otro, y un número también.
pub struct Piece {
    pub text: String,
    pub start: usize,
    pub end: usize,
}

/// De qué clase es algo que se puede compartir sin que el programa sea el mismo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Name,
    Comment,
    Number,
    Text,
    /// Un número de la forma de otra persona.
    Foreign,
}

/// Algo así, como se escribió y como se compara.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Own {
    pub kind: Kind,
    pub what: String,
}

/// Una respuesta leída.
#[derive(Default)]
pub struct Written {
    pub pieces: Vec<Piece>,
    pub own: Vec<Own>,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Kind::Name => "name",
            Kind::Comment => "comment",
            Kind::Number => "number",
            Kind::Text => "text",
            Kind::Foreign => "foreign",
        }
    }
}

impl Written {
    /// La respuesta a una pregunta que se contesta con palabras: las suyas, sin mayúsculas ni signos.
    pub fn words(text: &str) -> Written {
        let text = beginning(text);
        let mut pieces: Vec<Piece> = Vec::new();
        let mut start = None;
        for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
            match (letter.is_alphanumeric(), start) {
                (true, None) => start = Some(at),
                (false, Some(from)) => {
                    pieces.push(Piece { text: plain(&text[from..at]), start: from, end: at });
                    start = None;
                }
                _ => {}
            }
        }
        Written { pieces, own: vec![] }
    }

    /// Un programa, o un trozo.
    pub fn code(text: &str) -> Written {
        let text = beginning(text);
        let (mut found, mut own, mut start) = (Vec::new(), Vec::new(), 0);
        for token in tokenize(text, FrontmatterAllowed::No) {
            let end = start + token.len as usize;
            match token.kind {
                TokenKind::Whitespace => {}
                TokenKind::LineComment { .. } | TokenKind::BlockComment { .. } => own.extend(comment(&text[start..end])),
                kind => found.push((kind, start, end)),
            }
            start = end;
        }
        let is = |at: usize, sign: &str| found.get(at).is_some_and(|&(_, start, end)| &text[start..end] == sign);
        let mut pieces = Vec::new();
        for (at, &(kind, start, end)) in found.iter().enumerate() {
            let written = &text[start..end];
            if written == "," && [")", "]", "}"].iter().any(|close| is(at + 1, close)) {
                continue; // la coma del final la pone quien da formato
            }
            let said = match kind {
                TokenKind::Ident | TokenKind::RawIdent | TokenKind::InvalidIdent => {
                    let after = at > 0 && (is(at - 1, ".") || is(at - 1, ":") && at > 1 && is(at - 2, ":"));
                    let path = is(at + 1, ":") && is(at + 2, ":");
                    let macro_ = is(at + 1, "!") && ["(", "[", "{"].iter().any(|open| is(at + 2, open));
                    if after || path || macro_ || RUST.contains(&format!(" {written} ")) || capital(written) {
                        written
                    } else {
                        own.push(Own { kind: Kind::Name, what: written.to_string() });
                        "nombre"
                    }
                }
                TokenKind::Literal { kind, .. } => literal(kind, written, &mut own),
                TokenKind::Lifetime { .. } | TokenKind::RawLifetime => "'vida",
                _ => written,
            };
            pieces.push(Piece { text: said.to_string(), start, end });
        }
        own.sort();
        own.dedup();
        Written { pieces, own }
    }
}

fn literal(kind: LiteralKind, written: &str, own: &mut Vec<Own>) -> &'static str {
    if matches!(kind, LiteralKind::Int { .. } | LiteralKind::Float { .. }) {
        own.push(Own { kind: Kind::Number, what: written.to_string() });
        return "número";
    }
    let words = plain(written);
    if words.len() > 3 {
        own.push(Own { kind: Kind::Text, what: words });
    }
    "texto"
}

/// Un comentario, por sus palabras; el que casi no dice nada, o es código apartado, no es de nadie.
fn comment(written: &str) -> Option<Own> {
    let words = Written::words(written).pieces.into_iter().map(|piece| piece.text).collect::<Vec<_>>();
    let what = words.join(" ");
    let says = words.len() > 1 && what.chars().filter(|letter| letter.is_alphabetic()).count() > 7;
    says.then_some(Own { kind: Kind::Comment, what })
}

fn capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// En minúsculas y sin acentos.
fn plain(text: &str) -> String {
    let bare = |letter: char| match letter {
        'á' | 'à' => 'a',
        'é' | 'è' => 'e',
        'í' | 'ì' => 'i',
        'ó' | 'ò' => 'o',
        'ú' | 'ù' | 'ü' => 'u',
        other => other,
    };
    text.chars().flat_map(char::to_lowercase).filter(|letter| letter.is_alphanumeric()).map(bare).collect()
}

/// El principio de un texto, si es enorme.
fn beginning(text: &str) -> &str {
    text.char_indices().nth(LETTERS).map_or(text, |(at, _)| &text[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        Written::code(text).pieces.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn names_numbers_and_layout_do_not_count() {
        let one = "fn f(x: f64) -> f64 {\n    let u = 2.0 * x; // la de dentro\n    u.powi(2)\n}";
        let other = "fn g(valor: f64,) -> f64 { let interior = 3.5*valor;\n\n\ninterior.powi(7) }";
        assert_eq!(said(one), said(other));
        assert_ne!(said(one), said(&one.replace("powi", "powf")));
        assert_ne!(said(one), said(&one.replace("2.0 * x", "x * 2.0")));
        assert_eq!(said("Axis::new(a); vec![a]; a != b"), "Axis : : new ( nombre ) ; vec ! [ nombre ] ; nombre ! = nombre");
    }

    #[test]
    fn names_comments_and_numbers_are_kept_apart() {
        let own = Written::code("/* Lo de DENTRO, MÁS */ let dentro = 1e-5_f64; // ya\nprintln!(\"Así queda\");").own;
        let all: Vec<_> = own.iter().map(|own| (own.kind, own.what.as_str())).collect();
        let wanted = [
            (Kind::Name, "dentro"),
            (Kind::Comment, "lo de dentro mas"),
            (Kind::Number, "1e-5_f64"),
            (Kind::Text, "asiqueda"),
        ];
        assert_eq!(all, wanted);
    }

    #[test]
    fn words_are_bare() {
        let words = Written::words("Sin Ella, ¡sólo una recta!");
        let said: Vec<_> = words.pieces.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(said, ["sin", "ella", "solo", "una", "recta"]);
        assert_eq!(&"Sin Ella, ¡sólo una recta!"[words.pieces[2].start..words.pieces[2].end], "sólo");
    }
}
