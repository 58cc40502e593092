//! Una fórmula escrita en Unicode, como se lee, partida en lo que la forma: de aquí salen LaTeX y MathML.

use std::iter::Peekable;
use std::str::Chars;

use ndarray::Array2;

use super::number::short;

/// Filas o columnas que se muestran enteras; de una matriz mayor, solo el comienzo y el final.
const WHOLE: usize = 8;

/// Un trozo de fórmula.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Piece {
    /// Símbolos y números, en Unicode.
    Text(String),
    /// Una matriz, con sus valores.
    Matrix(Array2<f64>),
    /// La forma de la matriz anterior.
    Shape(String),
}

/// Un renglón en texto corrido.
pub(crate) fn plain(line: &[Piece]) -> String {
    let pieces = line.iter().map(|piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Shape(shape) => format!(" {shape}"),
        Piece::Matrix(matrix) => {
            let rows: Vec<String> = cells(matrix, "…").iter().map(|row| row.join(" ")).collect();
            format!("[{}]", rows.join("; "))
        }
    });
    pieces.collect()
}

/// Los valores de una matriz, ya escritos; `gap` ocupa el lugar de lo que se salta.
pub(super) fn cells(matrix: &Array2<f64>, gap: &str) -> Vec<Vec<String>> {
    let shown = |length: usize| -> Vec<Option<usize>> {
        if length <= WHOLE {
            (0..length).map(Some).collect()
        } else {
            (0..3).map(Some).chain([None]).chain((length - 3..length).map(Some)).collect()
        }
    };
    let columns = shown(matrix.ncols());
    let cell = |i: Option<usize>, j: Option<usize>| match (i, j) {
        (Some(i), Some(j)) => short(matrix[[i, j]]),
        _ => gap.to_string(),
    };
    shown(matrix.nrows()).iter().map(|&i| columns.iter().map(|&j| cell(i, j)).collect()).collect()
}

/// Lo que forma un texto con fórmulas.
#[derive(Debug, PartialEq)]
pub(super) enum Symbol {
    /// Unas letras seguidas: un símbolo o una palabra.
    Letters(String),
    /// Unas cifras seguidas, con su punto y con el espacio que separa los millares.
    Number(String),
    /// Superíndices seguidos, tal como se escriben: ⁽¹⁾ᵀ.
    Superscript(String),
    /// Subíndices seguidos, ya con cifras corrientes: el 1 de x₁.
    Subscript(String),
    /// La derivada ∂a/∂b.
    Derivative(Vec<Symbol>, Vec<Symbol>),
    /// Un signo, o un espacio.
    Sign(char),
}

/// Parte `text` en símbolos.
pub(super) fn symbols(text: &str) -> Vec<Symbol> {
    let mut chars = text.chars().peekable();
    let mut symbols = Vec::new();
    while let Some(c) = chars.next() {
        symbols.push(if is_superscript(c) {
            Symbol::Superscript(run(c, &mut chars, is_superscript))
        } else if is_subscript(c) {
            Symbol::Subscript(run(c, &mut chars, is_subscript).chars().filter_map(raised).collect())
        } else if c == '∂' {
            // La primera ∂ ya se leyó.
            let above = name(&mut chars);
            chars.next_if_eq(&'/');
            chars.next_if_eq(&'∂');
            Symbol::Derivative(above, name(&mut chars))
        } else if c.is_alphabetic() {
            Symbol::Letters(run(c, &mut chars, |c| c.is_alphabetic() && !is_superscript(c)))
        } else if c.is_ascii_digit() {
            Symbol::Number(run(c, &mut chars, |c| c.is_ascii_digit() || matches!(c, '.' | '\u{a0}')))
        } else {
            Symbol::Sign(c)
        });
    }
    symbols
}

/// `first` y los caracteres que le siguen mientras cumplan `condition`.
fn run(first: char, chars: &mut Peekable<Chars>, condition: impl Fn(char) -> bool) -> String {
    let mut text = first.to_string();
    while let Some(next) = chars.next_if(|&next| condition(next)) {
        text.push(next);
    }
    text
}

/// Lo que se deriva, o respecto de qué: un nombre con sus superíndices.
fn name(chars: &mut Peekable<Chars>) -> Vec<Symbol> {
    let mut name = String::new();
    while let Some(c) = chars.next_if(|&c| c.is_alphanumeric() || is_superscript(c)) {
        name.push(c);
    }
    symbols(&name)
}

fn is_superscript(c: char) -> bool {
    lowered(c).is_some()
}

fn is_subscript(c: char) -> bool {
    raised(c).is_some()
}

/// La cifra que significa un subíndice.
fn raised(c: char) -> Option<char> {
    const DIGITS: [char; 10] = ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'];
    char::from_digit(DIGITS.iter().position(|&digit| digit == c)? as u32, 10)
}

/// Lo que significa un superíndice.
pub(super) fn lowered(c: char) -> Option<char> {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    Some(match c {
        '⁻' => '−',
        '⁽' => '(',
        '⁾' => ')',
        'ᵀ' => '⊤',
        _ => char::from_digit(DIGITS.iter().position(|&digit| digit == c)? as u32, 10)?,
    })
}

/// ¿Es una palabra, que va en letra derecha, o son símbolos?
pub(super) fn is_word(letters: &str) -> bool {
    letters.chars().count() > 2
}
