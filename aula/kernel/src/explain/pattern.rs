//! Un texto con huecos: lo que hay en el sitio de cada `*`.

/// Lo que hay en `text` en lugar de cada `*` de `pattern`, que puede empezar en cualquier sitio. Un `*` final llega hasta el
/// final.
pub fn capture<'a, const N: usize>(text: &'a str, pattern: &str) -> Option<[&'a str; N]> {
    let mut pieces = pattern.split('*');
    let first = pieces.next()?;
    let mut rest = &text[text.find(first)? + first.len()..];
    let mut found = [""; N];
    for (place, piece) in found.iter_mut().zip(pieces) {
        let end = if piece.is_empty() { rest.len() } else { rest.find(piece)? };
        *place = &rest[..end];
        rest = &rest[end + piece.len()..];
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_captures_what_its_stars_stand_for() {
        assert_eq!(capture("cannot add `f64` to `i32`", "cannot add `*` to `*`"), Some(["f64", "i32"]));
        assert_eq!(capture("oh: expected `;`, found x", "expected *, found *"), Some(["`;`", "x"]));
        assert_eq!(capture::<0>("algo más", "más"), Some([]));
        assert_eq!(capture::<1>("algo más", "menos *"), None);
    }
}
