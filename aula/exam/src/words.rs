//! Las palabras de otro programa, o de quien lo escribió, antes de enseñarlas.

/// Lo que se enseña de una vez: cabe en un renglón.
const LENGTH: usize = 120;

/// En un renglón corto y sin caracteres que no se ven: en una terminal podrían borrar lo que hay escrito, y en una página,
/// darle la vuelta.
pub fn short(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || invisible(c)).filter(|word| !word.is_empty());
    let (mut line, mut length) = (String::new(), 0);
    for c in words.flat_map(|word| [" ", word]).skip(1).flat_map(str::chars) {
        length += 1;
        if length == LENGTH {
            line.push('…');
            break;
        }
        line.push(c);
    }
    line
}

/// ¿Es de los que no se ven? Los de control, y los que cambian la dirección o la forma de los demás.
fn invisible(c: char) -> bool {
    let formats = ['\u{ad}', '\u{61c}', '\u{180e}', '\u{feff}'];
    let ranges = ['\u{200b}'..='\u{200f}', '\u{202a}'..='\u{202e}', '\u{2060}'..='\u{206f}', '\u{fff9}'..='\u{fffb}'];
    c.is_control() || formats.contains(&c) || ranges.iter().any(|range| range.contains(&c)) || c >= '\u{e0000}'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_fits_in_a_line_and_says_only_what_is_seen() {
        assert_eq!(short("  dos\nlíneas\u{1b}[2J \u{202e}revés\u{200b} "), "dos líneas [2J revés");
        assert_eq!(short("corta"), "corta");
        let long = short(&"á ".repeat(1 << 20));
        assert!(long.chars().count() == LENGTH && long.ends_with('…'), "{long}");
    }
}
