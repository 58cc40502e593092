//! De una fórmula a MathML, que los navegadores muestran y los lectores de pantalla leen sin que nadie les ayude.

use super::notation::{Piece, Symbol, cells, is_word, lowered, symbols};
use crate::display::drawing::canvas::escape;

/// Los corchetes de una matriz, dibujados como bordes: los de letra solo crecen donde hay una fuente matemática, y en un
/// teléfono no la hay.
const BRACKETS: &str = "border: solid; border-width: 0 0.08em; border-radius: 0.4em; margin: 0.15em 0.1em";

/// Unos renglones, alineados por su primer signo igual (o flecha).
pub(crate) fn lines<'a>(lines: impl IntoIterator<Item = &'a [Piece]>) -> String {
    let rows: String = lines.into_iter().map(row).collect();
    format!(
        "<math xmlns=\"http://www.w3.org/1998/Math/MathML\" display=\"block\">\
         <mtable displaystyle=\"true\">{rows}</mtable></math>"
    )
}

/// Una fórmula dentro de un renglón de texto.
pub(crate) fn inline(text: &str) -> String {
    format!("<math xmlns=\"http://www.w3.org/1998/Math/MathML\"><mrow>{}</mrow></math>", elements(&symbols(text)).concat())
}

fn row(line: &[Piece]) -> String {
    let mut parts: Vec<String> = line.iter().flat_map(piece).collect();
    let equals = ["<mo>=</mo>", "<mo>←</mo>"];
    let at = parts.iter().position(|part| equals.contains(&part.as_str())).unwrap_or(parts.len());
    let right: String = parts.drain(at..).collect();
    let cell = |side: &str, content: &str| {
        format!("<mtd columnalign=\"{side}\" style=\"text-align: {side}\"><mrow>{content}</mrow></mtd>")
    };
    format!("<mtr>{}{}</mtr>", cell("right", &parts.concat()), cell("left", &right))
}

fn piece(piece: &Piece) -> Vec<String> {
    match piece {
        Piece::Text(text) => elements(&symbols(text)),
        Piece::Shape(shape) => [vec!["<mspace width=\"1em\"/>".to_string()], elements(&symbols(shape))].concat(),
        Piece::Matrix(matrix) => {
            let cell = |text: &String| format!("<mtd>{}</mtd>", elements(&symbols(text)).concat());
            let rows =
                cells(matrix, "…").into_iter().map(|row| format!("<mtr>{}</mtr>", row.iter().map(cell).collect::<String>()));
            vec![format!("<mtable style=\"{BRACKETS}\">{}</mtable>", rows.collect::<String>())]
        }
    }
}

/// Un elemento por símbolo; un exponente se une al que tiene delante.
fn elements(symbols: &[Symbol]) -> Vec<String> {
    let mut elements: Vec<String> = Vec::new();
    for symbol in symbols {
        match symbol {
            Symbol::Letters(letters) if letters == "Σ" => elements.push("<mo largeop=\"false\">∑</mo>".to_string()),
            Symbol::Letters(word) if is_word(word) => elements.push(format!("<mtext>{}</mtext>", escape(word))),
            Symbol::Letters(letters) => elements.push(format!("<mi>{}</mi>", escape(letters))),
            Symbol::Number(number) => elements.push(format!("<mn>{number}</mn>")),
            Symbol::Superscript(raised) => {
                let base = elements.pop().unwrap_or_else(|| "<mrow></mrow>".to_string());
                let exponent: String = raised.chars().filter_map(lowered).map(|c| sign(c).unwrap_or_default()).collect();
                elements.push(format!("<msup>{base}<mrow>{exponent}</mrow></msup>"));
            }
            Symbol::Subscript(lowered) => {
                let base = elements.pop().unwrap_or_else(|| "<mrow></mrow>".to_string());
                elements.push(format!("<msub>{base}<mn>{lowered}</mn></msub>"));
            }
            Symbol::Derivative(above, below) => {
                let part = |symbols| format!("<mrow><mo>∂</mo>{}</mrow>", self::elements(symbols).concat());
                elements.push(format!("<mfrac>{}{}</mfrac>", part(above), part(below)));
            }
            Symbol::Sign(c) => elements.extend(sign(*c)),
        }
    }
    elements
}

/// Un signo. Los espacios que se escriben a su alrededor no hacen falta: cada operador trae el suyo.
fn sign(c: char) -> Option<String> {
    Some(match c {
        ' ' => return None,
        '½' => "<mfrac displaystyle=\"false\"><mn>1</mn><mn>2</mn></mfrac>".to_string(),
        '∞' => "<mi>∞</mi>".to_string(),
        '(' | ')' => format!("<mo stretchy=\"false\">{c}</mo>"),
        '0'..='9' => format!("<mn>{c}</mn>"),
        _ => format!("<mo>{}</mo>", escape(&c.to_string())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exponent_joins_what_it_follows() {
        let text = |text: &str| elements(&symbols(text)).concat();
        assert_eq!(
            text("W⁽¹⁾"),
            "<msup><mi>W</mi><mrow><mo stretchy=\"false\">(</mo><mn>1</mn><mo stretchy=\"false\">)</mo></mrow></msup>"
        );
        assert_eq!(text("1.2×10⁻⁷"), "<mn>1.2</mn><mo>×</mo><msup><mn>10</mn><mrow><mo>−</mo><mn>7</mn></mrow></msup>");
        assert_eq!(text("∂L/∂w"), "<mfrac><mrow><mo>∂</mo><mi>L</mi></mrow><mrow><mo>∂</mo><mi>w</mi></mrow></mfrac>");
        assert_eq!(text("x₁₂"), "<msub><mi>x</mi><mn>12</mn></msub>");
        assert_eq!(text("mi<b"), "<mi>mi</mi><mo>&lt;</mo><mi>b</mi>");
    }
}
