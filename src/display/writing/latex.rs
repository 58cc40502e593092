//! De una fórmula a LaTeX.

use super::notation::{Piece, Symbol, cells, is_word, lowered, symbols};

/// Un renglón en LaTeX, alineado por su primer signo igual (o flecha).
pub(crate) fn line(line: &[Piece]) -> String {
    let pieces = line.iter().map(|piece| match piece {
        Piece::Text(text) => text_of(text),
        Piece::Shape(shape) => format!(" \\quad {}", text_of(shape)),
        Piece::Matrix(matrix) => {
            let rows: Vec<String> = cells(matrix, "…")
                .iter()
                .map(|row| row.iter().map(|cell| text_of(cell)).collect::<Vec<_>>().join(" & "))
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

/// Un texto con fórmulas, en LaTeX.
pub(crate) fn text_of(text: &str) -> String {
    symbols(text).iter().map(symbol).collect::<String>().replace("  ", " ")
}

fn symbol(symbol: &Symbol) -> String {
    match symbol {
        Symbol::Letters(letters) => match letters.as_str() {
            "σ" => "\\sigma".to_string(),
            "α" => "\\alpha".to_string(),
            "δ" => "\\delta".to_string(),
            "Σ" => "\\textstyle\\sum".to_string(),
            word if is_word(word) => format!("\\text{{{word}}}"),
            _ => letters.clone(),
        },
        Symbol::Number(number) => number.replace('\u{a0}', "\\,"),
        // Los superíndices seguidos van en un solo exponente: W⁽¹⁾ᵀ es W^{(1)\top}.
        Symbol::Superscript(raised) => {
            let exponent = raised.chars().filter_map(lowered).map(|c| match c {
                '⊤' => "\\top".to_string(),
                '−' => "-".to_string(),
                c => c.to_string(),
            });
            format!("^{{{}}}", exponent.collect::<String>())
        }
        Symbol::Subscript(lowered) => format!("_{{{lowered}}}"),
        Symbol::Derivative(above, below) => {
            let name = |symbols: &[Symbol]| symbols.iter().map(self::symbol).collect::<String>();
            format!("\\frac{{\\partial {}}}{{\\partial {}}}", name(above), name(below))
        }
        Symbol::Sign(sign) => match sign {
            '−' => "-".to_string(),
            '·' => " \\cdot ".to_string(),
            '×' => " \\times ".to_string(),
            '⊙' => "\\odot".to_string(),
            '½' => "\\tfrac{1}{2}".to_string(),
            '←' => "\\leftarrow".to_string(),
            '…' => "\\cdots".to_string(),
            '∞' => "\\infty".to_string(),
            '\u{a0}' => "\\,".to_string(),
            '_' | '&' | '%' | '#' | '$' | '{' | '}' => format!("\\{sign}"),
            _ => sign.to_string(),
        },
    }
}
