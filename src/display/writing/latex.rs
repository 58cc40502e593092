//! De una fórmula escrita en Unicode, como se lee, a LaTeX.

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

/// Un renglón en LaTeX, alineado por su primer signo igual (o flecha).
pub(crate) fn line(line: &[Piece]) -> String {
    let pieces = line.iter().map(|piece| match piece {
        Piece::Text(text) => symbols(text),
        Piece::Shape(shape) => format!(" \\quad {}", symbols(shape)),
        Piece::Matrix(matrix) => {
            let rows: Vec<String> = cells(matrix, "…")
                .iter()
                .map(|row| row.iter().map(|cell| symbols(cell)).collect::<Vec<_>>().join(" & "))
                .collect();
            format!("\\begin{{bmatrix}} {} \\end{{bmatrix}}", rows.join(" \\\\ "))
        }
    });
    let joined: String = pieces.collect();
    match [joined.find('='), joined.find("\\leftarrow")].into_iter().flatten().min() {
        Some(at) => format!("{}&{}", &joined[..at], &joined[at..]),
        None => joined,
    }
}

/// Los valores de una matriz, ya escritos; `gap` ocupa el lugar de lo que se salta.
fn cells(matrix: &Array2<f64>, gap: &str) -> Vec<Vec<String>> {
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

/// Símbolos sueltos en LaTeX.
fn symbols(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if raised(c).is_some() {
            // Los superíndices seguidos van en un solo exponente: W⁽¹⁾ᵀ es W^{(1)\top}.
            let mut exponent = raised(c).unwrap_or_default().to_string();
            while let Some(next) = chars.peek().copied().and_then(raised) {
                exponent.push_str(next);
                chars.next();
            }
            out.push_str(&format!("^{{{exponent}}}"));
        } else if c == '∂' {
            out.push_str(&fraction(&mut chars));
        } else if c.is_alphabetic() {
            let mut word = c.to_string();
            while let Some(next) = chars.next_if(|next| next.is_alphabetic() && raised(*next).is_none()) {
                word.push(next);
            }
            out.push_str(&letters(&word));
        } else {
            match c {
                '−' => out.push('-'),
                '·' => out.push_str(" \\cdot "),
                '×' => out.push_str(" \\times "),
                '⊙' => out.push_str("\\odot"),
                '½' => out.push_str("\\tfrac{1}{2}"),
                '←' => out.push_str("\\leftarrow"),
                '…' => out.push_str("\\cdots"),
                '∞' => out.push_str("\\infty"),
                '\u{a0}' => out.push_str("\\,"),
                '_' | '&' | '%' | '#' | '$' | '{' | '}' => out.extend(['\\', c]),
                _ => out.push(c),
            }
        }
    }
    out.replace("  ", " ")
}

/// Unas letras seguidas: un símbolo, o una palabra entera, que va en letra derecha.
fn letters(word: &str) -> String {
    match word {
        "σ" => "\\sigma".to_string(),
        "α" => "\\alpha".to_string(),
        "δ" => "\\delta".to_string(),
        "Σ" => "\\textstyle\\sum".to_string(),
        _ if word.chars().count() > 2 => format!("\\text{{{word}}}"),
        _ => word.to_string(),
    }
}

/// La derivada ∂a/∂b como fracción; la primera ∂ ya se leyó.
fn fraction(chars: &mut std::iter::Peekable<std::str::Chars>) -> String {
    let above = name(chars);
    chars.next_if_eq(&'/');
    chars.next_if_eq(&'∂');
    let below = name(chars);
    format!("\\frac{{\\partial {above}}}{{\\partial {below}}}")
}

/// Un símbolo con sus superíndices.
fn name(chars: &mut std::iter::Peekable<std::str::Chars>) -> String {
    let mut name = String::new();
    while let Some(c) = chars.next_if(|&c| c.is_alphanumeric() || raised(c).is_some()) {
        name.push(c);
    }
    symbols(&name)
}

/// Lo que significa un superíndice.
fn raised(c: char) -> Option<&'static str> {
    Some(match c {
        '⁰' => "0",
        '¹' => "1",
        '²' => "2",
        '³' => "3",
        '⁴' => "4",
        '⁵' => "5",
        '⁶' => "6",
        '⁷' => "7",
        '⁸' => "8",
        '⁹' => "9",
        '⁻' => "-",
        '⁽' => "(",
        '⁾' => ")",
        'ᵀ' => "\\top",
        _ => return None,
    })
}
