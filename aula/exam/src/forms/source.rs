//! El programa que hace las formas, y de qué es cada uno de sus renglones.

use serde_json::{Value, json};

const RUNTIME: &str = include_str!("runtime.rs");
/// Después de este renglón va lo que contesta el programa; antes, lo que escriba la celda.
pub const START: &str = "== formas ==";

/// Un sitio del texto de la tarea: un renglón de su celda, desde uno, o uno de sus huecos.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Place {
    Cell(usize),
    Field(usize),
}

impl Place {
    pub fn to_json(self, said: &str) -> Value {
        match self {
            Place::Cell(line) => json!({"cell": line, "said": said}),
            Place::Field(at) => json!({"field": at, "said": said}),
        }
    }
}

pub struct Program {
    pub text: String,
    /// El primer renglón de la celda, y cuántos tiene.
    cell: (usize, usize),
    /// El primero de cada hueco: cada uno ocupa tres.
    fields: usize,
    pub count: usize,
}

impl Program {
    pub fn new(asked: &Value) -> Program {
        let said = |value: &Value| value.as_str().unwrap_or_default().to_string();
        let (setup, cell) = (said(&asked["setup"]), said(&asked["cell"]));
        let mut text = format!(
            "{RUNTIME}\nconst START: &str = {START:?};\nfn form(azar: &mut Azar) -> Option<Vec<Written>> {{\n{setup}\n"
        );
        let first = text.lines().count() + 1;
        text += &cell;
        text += "\nlet mut valores_de_la_forma = Vec::new();\n";
        let fields = text.lines().count() + 1;
        let asked = asked["fields"].as_array().map_or(&[][..], Vec::as_slice);
        for field in asked {
            text += &written(&said(&field["value"]), &said(&field["spec"]), &said(&field["how"]), field["called"] == true);
        }
        text += "Some(valores_de_la_forma)\n}\n";
        Program { text, cell: (first, cell.split('\n').count()), fields, count: asked.len() }
    }

    pub fn place(&self, line: usize) -> Option<Place> {
        let (first, count) = self.cell;
        if (first..first + count).contains(&line) {
            return Some(Place::Cell(line - first + 1));
        }
        let at = line.checked_sub(self.fields)? / 3;
        (at < self.count).then_some(Place::Field(at))
    }
}

/// Los tres renglones de un hueco. Lo que se pide puede acabar en un comentario.
fn written(value: &str, spec: &str, how: &str, called: bool) -> String {
    let sign = spec.strip_prefix('+');
    let rest = sign.unwrap_or(spec);
    let precision = rest.strip_prefix('.').and_then(|digits| digits.parse::<usize>().ok());
    if !rest.is_empty() && precision.is_none() {
        return format!("valores_de_la_forma.push(Ok(format!(\"{{:{spec}}}\",\n{value}\n)));\n");
    }
    let how = match how {
        "code" => "Code",
        "formula" => "Formula",
        _ => "Text",
    };
    let wanted =
        format!("Wanted {{ how: How::{how}, joined: {}, precision: {precision:?}, called: {called} }}", sign.is_some());
    format!("valores_de_la_forma.push(Value::written(&(\n{value}\n), {wanted}));\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_of_the_cell_or_of_a_field() {
        let field = |value: &str, spec: &str| json!({"value": value, "spec": spec, "how": "code", "called": false});
        let asked = json!({"setup": "use ndarray::array;\n", "cell": "let a = 1;\nlet b = 2;",
                           "fields": [field("a", ""), field("b // dos", "+.2"), field("b", ">5")]});
        let program = Program::new(&asked);
        let places: Vec<_> = program.text.lines().enumerate().map(|(at, line)| (line, program.place(at + 1))).collect();
        let of = |text: &str| places.iter().find(|(line, _)| *line == text).unwrap().1;
        assert_eq!([of("let a = 1;"), of("let b = 2;")], [Some(Place::Cell(1)), Some(Place::Cell(2))]);
        assert_eq!([of("a"), of("b // dos"), of("b")], [0, 1, 2].map(|at| Some(Place::Field(at))));
        assert_eq!([of("use ndarray::array;"), of("Some(valores_de_la_forma)")], [None, None]);
    }
}
