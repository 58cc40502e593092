//! Las piezas de un texto de Rust. Las separa el analizador léxico del propio rustc: lo que aquí es un texto o un
//! comentario también lo es para él.

use ra_ap_rustc_lexer::{DocStyle, FrontmatterAllowed, LiteralKind, TokenKind, tokenize};

/// Qué es una pieza. Los comentarios corrientes y los espacios no son ninguna.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    Word,
    Literal,
    Lifetime,
    /// Un comentario que documenta lo que sigue, o lo que lo contiene.
    Doc {
        inner: bool,
    },
    /// Un signo, de un solo carácter.
    Sign,
}

#[derive(Clone, Copy, Debug)]
pub struct Token<'a> {
    pub kind: Type,
    /// Lo escrito; de `r#tipo`, solo `tipo`.
    pub text: &'a str,
    pub start: usize,
    pub end: usize,
}

impl Token<'_> {
    pub fn is(&self, text: &str) -> bool {
        self.text == text && matches!(self.kind, Type::Word | Type::Sign)
    }

    pub fn is_word(&self) -> bool {
        self.kind == Type::Word
    }
}

/// Un texto en piezas.
pub struct Tokens<'a> {
    list: Vec<Token<'a>>,
    /// Para cada paréntesis, corchete o llave, dónde está el que le corresponde.
    pairs: Vec<Option<usize>>,
    /// ¿Se cierra todo lo que se abre, comentarios y textos incluidos?
    pub whole: bool,
}

impl<'a> Tokens<'a> {
    pub fn of(text: &'a str) -> Tokens<'a> {
        let (mut list, mut whole, mut start) = (Vec::new(), true, 0);
        for token in tokenize(text, FrontmatterAllowed::No) {
            let end = start + token.len as usize;
            whole &= terminated(token.kind);
            if let Some(kind) = kind(token.kind) {
                let written = &text[start..end];
                let text = if kind == Type::Word { written.strip_prefix("r#").unwrap_or(written) } else { written };
                list.push(Token { kind, text, start, end });
            }
            start = end;
        }
        let (pairs, balanced) = pairs(&list);
        Tokens { list, pairs, whole: whole && balanced }
    }

    pub fn get(&self, at: usize) -> Option<&Token<'a>> {
        self.list.get(at)
    }

    /// ¿Está ahí esa palabra o ese signo?
    pub fn is(&self, at: usize, text: &str) -> bool {
        self.get(at).is_some_and(|token| token.is(text))
    }

    pub fn is_word(&self, at: usize) -> bool {
        self.get(at).is_some_and(Token::is_word)
    }

    /// ¿Hay ahí unos dos puntos dobles?
    pub fn is_path_sign(&self, at: usize) -> bool {
        self.is(at, ":") && self.is(at + 1, ":") && self.list[at].end == self.list[at + 1].start
    }

    /// Si ahí se abre un grupo, dónde se cierra.
    pub fn closing(&self, at: usize) -> Option<usize> {
        self.pairs.get(at).copied().flatten().filter(|close| *close > at)
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    pub fn iter(&self) -> impl Iterator<Item = (usize, &Token<'a>)> {
        self.list.iter().enumerate()
    }
}

fn kind(kind: TokenKind) -> Option<Type> {
    let inner = |style| matches!(style, DocStyle::Inner);
    Some(match kind {
        TokenKind::Whitespace => return None,
        TokenKind::LineComment { doc_style } | TokenKind::BlockComment { doc_style, .. } => {
            Type::Doc { inner: inner(doc_style?) }
        }
        TokenKind::Ident | TokenKind::RawIdent | TokenKind::InvalidIdent => Type::Word,
        TokenKind::Literal { .. } => Type::Literal,
        TokenKind::Lifetime { .. } | TokenKind::RawLifetime => Type::Lifetime,
        _ => Type::Sign,
    })
}

fn terminated(kind: TokenKind) -> bool {
    match kind {
        TokenKind::BlockComment { terminated, .. } => terminated,
        TokenKind::Literal { kind, .. } => match kind {
            LiteralKind::Char { terminated }
            | LiteralKind::Byte { terminated }
            | LiteralKind::Str { terminated }
            | LiteralKind::ByteStr { terminated }
            | LiteralKind::CStr { terminated } => terminated,
            LiteralKind::RawStr { n_hashes } | LiteralKind::RawByteStr { n_hashes } | LiteralKind::RawCStr { n_hashes } => {
                n_hashes.is_some()
            }
            LiteralKind::Int { .. } | LiteralKind::Float { .. } => true,
        },
        _ => true,
    }
}

fn pairs(list: &[Token]) -> (Vec<Option<usize>>, bool) {
    let (mut pairs, mut open, mut balanced) = (vec![None; list.len()], Vec::new(), true);
    for (at, token) in list.iter().enumerate().filter(|(_, token)| token.kind == Type::Sign) {
        match token.text {
            "(" | "[" | "{" => open.push(at),
            ")" | "]" | "}" => match open.pop() {
                Some(start) if matches!((list[start].text, token.text), ("(", ")") | ("[", "]") | ("{", "}")) => {
                    (pairs[start], pairs[at]) = (Some(at), Some(start));
                }
                _ => balanced = false,
            },
            _ => {}
        }
    }
    (pairs, balanced && open.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        Tokens::of(text).list.iter().filter(|token| token.is_word()).map(|token| token.text).collect()
    }

    #[test]
    fn comments_and_texts_are_not_words() {
        let text = r####"a /* b /* c */ d */ // e
            "f \" g" r#"h " i"# b"j" c"k" 'l' r#m 'n ñ"####;
        assert_eq!(words(text), ["a", "m", "ñ"]);
        assert!(Tokens::of(text).whole);
    }

    #[test]
    fn what_is_not_closed_is_not_whole() {
        for text in ["{", "}", "(]", "\"a", "/* /* */", "r#\"a\"", "'", "fn f() { } }"] {
            assert!(!Tokens::of(text).whole, "{text}");
        }
        for text in ["", "{[()]}", "\"{\"", "'{'", "// {", "/* { */", "r#\"}\"#"] {
            assert!(Tokens::of(text).whole, "{text}");
        }
    }

    #[test]
    fn a_group_knows_where_it_ends() {
        let tokens = Tokens::of("f(a, (b)) { }");
        assert_eq!(
            (tokens.closing(1), tokens.closing(4), tokens.closing(0), tokens.closing(6)),
            (Some(7), Some(6), None, None)
        );
    }
}
