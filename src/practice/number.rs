//! Los números de la práctica, como se escriben y como se leen.

/// Las cifras de una respuesta tras el punto.
pub(super) const DECIMALS: usize = 4;

/// `value` con cuatro decimales a lo sumo, sin ceros de sobra y con el signo menos de verdad.
#[inline(never)]
pub(super) fn shown(value: f64) -> String {
    let text = format!("{value:.DECIMALS$}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_string() } else { text.replace('-', "−") }
}

/// Dentro de una cuenta: entre paréntesis si es negativo.
#[inline(never)]
pub(super) fn factor(value: f64) -> String {
    if value < 0.0 { format!("({})", shown(value)) } else { shown(value) }
}

/// Un sumando detrás de otro: « + 0.2» o « − 0.2».
#[inline(never)]
pub(super) fn term(value: f64) -> String {
    if value < 0.0 { format!(" − {}", shown(-value)) } else { format!(" + {}", shown(value)) }
}

/// Unos sumandos: «0.2 − 0.5 + 1».
#[inline(never)]
pub(super) fn sum(values: &[f64]) -> String {
    let rest: String = values[1..].iter().map(|&value| term(value)).collect();
    shown(values[0]) + &rest
}

/// El exponente 2 o 3, que se escribe; el 1, no.
pub(super) fn power(n: i32) -> &'static str {
    match n {
        2 => "²",
        3 => "³",
        _ => "",
    }
}

/// El número que alguien escribió, con coma o con punto y con cualquier signo menos; nada, si no es un número.
///
/// ```
/// use gradiente::practice::read;
///
/// assert_eq!([read("0,6457"), read(" −1.5 "), read("3")], [Some(0.6457), Some(-1.5), Some(3.0)]);
/// assert_eq!([read(""), read("uno"), read("1,2,3"), read("1.000,5"), read("1e9"), read("-")], [None; 6]);
/// ```
pub fn read(text: &str) -> Option<f64> {
    let text = text.trim().replace(['−', '–'], "-").replace(',', ".");
    let digits = text.strip_prefix(['-', '+']).unwrap_or(&text);
    let plain = digits.chars().all(|c| c.is_ascii_digit() || c == '.') && digits.contains(|c: char| c.is_ascii_digit());
    (plain && text.len() <= 20).then(|| text.parse().ok()).flatten()
}
