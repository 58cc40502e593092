//! Lo que escribe el programa que hace las formas.

use serde_json::{Value, json};

use super::source::{Place, Program, START};

/// Una por semilla: sus valores, o por qué no los hay. Nada, si el programa no llegó al final.
pub fn forms(output: &str, program: &Program) -> Option<Vec<Value>> {
    let (_, said) = output.rsplit_once(&format!("\n{START}\n"))?;
    let (mut made, mut lines) = (Vec::new(), said.lines().peekable());
    while let Some(line) = lines.next() {
        if line == "never" {
            made.push(json!({"never": true}));
        } else if let Some(panic) = line.strip_prefix("panic ") {
            let (line, said) = panic.split_once(' ').unwrap_or((panic, ""));
            let place = line.parse().ok().and_then(|line| program.place(line)).unwrap_or(Place::Cell(1));
            made.push(place.to_json(&format!("se detiene: {}", plain(said))));
        } else if line == "form" {
            let mut values = Vec::new();
            let mut wrong = None;
            while let Some(line) = lines.next_if(|line| line.starts_with("v ") || line.starts_with("e ")) {
                if line.starts_with("e ") {
                    wrong.get_or_insert_with(|| Place::Field(values.len()).to_json(&plain(&line[2..])));
                }
                values.push(plain(&line[2..]));
            }
            made.push(wrong.unwrap_or_else(|| json!(values)));
        }
    }
    Some(made)
}

/// Un texto que iba en un renglón, como era.
fn plain(text: &str) -> String {
    let (mut made, mut letters) = (String::new(), text.chars());
    while let Some(letter) = letters.next() {
        made.push(match (letter, letter == '\\') {
            (_, true) => match letters.next() {
                Some('n') => '\n',
                Some('r') => '\r',
                Some(other) => other,
                None => '\\',
            },
            (letter, false) => letter,
        });
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_each_form_says() {
        let program = Program::new(&json!({"cell": "a\nb", "fields": [{"value": "a"}, {"value": "b"}]}));
        let line = program.text.lines().position(|line| line == "b").unwrap() + 1;
        let said = format!("form\nv 1\nv dos\\nrenglones \\\\n\nnever\npanic {line} uf\nform\nv 1\ne vale NaN\n");
        let expected = [
            json!(["1", "dos\nrenglones \\n"]),
            json!({"never": true}),
            json!({"cell": 2, "said": "se detiene: uf"}),
            json!({"field": 1, "said": "vale NaN"}),
        ];
        // Lo que escribe la celda no es una respuesta; y quien sale del programa no contesta.
        let output = format!("form\nv 9\nhola\n{START}\n{said}");
        assert_eq!(forms(&output, &program), Some(expected.to_vec()));
        assert_eq!(forms("form\nv 1\n", &program), None);
    }
}
