//! El banco, leído por otros lectores: el XML, con roxmltree; los huecos y GIFT, con lo que dicen las expresiones de Moodle. De
//! cada respuesta se mira otra vez, con el oráculo, que sea la suya.

#[path = "../../../tests/oracle/mod.rs"]
mod oracle;

use std::collections::{HashMap, HashSet};

use gradiente::practice::{FAMILIES, Question, draw};
use quiz::bank::{Bank, families};
use quiz::{gift, moodle};
use roxmltree::{Document, Node};

fn bank(names: &str, count: usize) -> Bank {
    Bank::new(&families(names).unwrap(), count, 7)
}

fn child<'a>(node: Node<'a, 'a>, name: &str) -> Node<'a, 'a> {
    node.children().find(|child| child.has_tag_name(name)).unwrap_or_else(|| panic!("falta <{name}>"))
}

/// El texto de un elemento: `<name><text>…</text></name>`.
fn text<'a>(node: Node<'a, 'a>, name: &str) -> &'a str {
    child(child(node, name), "text").text().unwrap_or_default()
}

/// La pregunta que dicen sus etiquetas.
fn of_tags<'a>(tags: impl Iterator<Item = &'a str>) -> Question {
    let tags: Vec<_> = tags.collect();
    assert_eq!((tags.len(), tags[0]), (4, "gradiente"), "{tags:?}");
    let number = |tag: &str, start: &str| tag.strip_prefix(start).unwrap().parse().unwrap();
    draw(tags[1], u8::try_from(number(tags[2], "nivel-")).unwrap(), number(tags[3], "semilla-")).unwrap()
}

/// Una respuesta leída: cuánto vale, el número con su tolerancia, y lo que se dice.
#[derive(Debug)]
struct Read {
    fraction: f64,
    value: String,
    tolerance: f64,
    said: String,
}

/// Lo leído es lo que dice el oráculo: una buena, y ningún error que Moodle dé por bueno.
fn assert_answers(answers: &[Read], expected: f64, question: &Question) {
    let name = format!("{} {} {}", question.family().key, question.level(), question.seed());
    let number = |read: &Read| read.value.parse::<f64>().unwrap_or_else(|_| panic!("{name}: {read:?}"));
    let right: Vec<_> = answers.iter().filter(|read| read.fraction == 100.0).collect();
    assert_eq!(right.len(), 1, "{name}");
    assert!((number(right[0]) - expected).abs() < 2e-6 * expected.abs().max(1.0), "{name}: {right:?} y {expected}");
    let wrong: Vec<_> = answers.iter().filter(|read| read.fraction == 0.0).collect();
    assert_eq!(wrong.len() + 1, answers.len(), "{name}");
    assert!(!wrong.is_empty() && wrong.iter().all(|read| read.said.ends_with('.')), "{name}: {wrong:?}");
    for read in wrong {
        assert!((number(read) - expected).abs() > read.tolerance + right[0].tolerance, "{name}: {read:?}");
    }
}

/// Los huecos de un texto Cloze, con las reglas de `qtype_multianswer`: se abre con `{n:TIPO:` y se cierra en la primera
/// llave sin barra delante; las respuestas se separan con `~`, y lo que se dice va detrás de `#`.
fn gaps(text: &str) -> Vec<(String, Vec<Read>)> {
    let mut found = vec![];
    for (at, _) in text.match_indices("{1:") {
        let (kind, rest) = text[at + 3..].split_once(':').unwrap();
        let body = unescaped(rest, '}')[0].clone();
        let parts = unescaped(&body, '~').into_iter().map(|part| {
            let (fraction, rest) = match part.strip_prefix('=') {
                Some(rest) => (100.0, rest.to_string()),
                None => part.strip_prefix("%0%").map_or((0.0, part.clone()), |rest| (0.0, rest.to_string())),
            };
            let (answer, said) = rest.split_once('#').unwrap();
            let (value, tolerance) = match kind {
                "NUMERICAL" => answer.split_once(':').unwrap(),
                _ => (answer, "0"),
            };
            Read { fraction, value: value.into(), tolerance: tolerance.parse().unwrap(), said: said.into() }
        });
        found.push((kind.to_string(), parts.collect()));
    }
    found
}

/// Parte `text` por cada `mark` que no lleva una barra delante.
fn unescaped(text: &str, mark: char) -> Vec<String> {
    let (mut parts, mut escaped) = (vec![String::new()], false);
    for c in text.chars() {
        if c == mark && !escaped {
            parts.push(String::new());
        } else {
            parts.last_mut().unwrap().push(c);
        }
        escaped = c == '\\' && !escaped;
    }
    parts
}

/// El HTML de una pregunta es XML bien formado, y sus fórmulas se abren y se cierran.
fn assert_html(html: &str) {
    Document::parse(&format!("<div>{html}</div>")).unwrap_or_else(|error| panic!("{error}: {html}"));
    let html = html.replace("\\\\[4pt]", ""); // el espacio entre dos renglones
    for (open, close) in [("\\(", "\\)"), ("\\[", "\\]")] {
        assert_eq!(html.matches(open).count(), html.matches(close).count(), "{html}");
    }
    assert!(!html.contains('$') && !html.contains("NaN"), "{html}");
}

#[test]
fn two_hundred_questions_are_read_back_and_are_right() {
    let xml = moodle::xml(&bank("", 200));
    let document = Document::parse(&xml).unwrap();
    let questions = document.root_element().children().filter(Node::is_element);
    let (mut kinds, mut names) = (HashMap::new(), HashSet::new());
    for node in questions {
        let kind = node.attribute("type").unwrap();
        *kinds.entry(kind).or_insert(0) += 1;
        if kind == "category" {
            assert!(text(node, "category").starts_with("$course$/top/Práctica de gradiente/"));
            continue;
        }
        let question = of_tags(child(node, "tags").children().filter(Node::is_element).map(|tag| {
            assert!(tag.has_tag_name("tag"));
            child(tag, "text").text().unwrap()
        }));
        let expected = oracle::expected(&question);
        assert!(names.insert(text(node, "name").to_string()), "dos se llaman {}", text(node, "name"));
        let solution = text(node, "generalfeedback");
        assert!(solution.contains("\\begin{aligned}"), "{solution}");
        [text(node, "questiontext"), solution].into_iter().for_each(assert_html);
        match kind {
            "numerical" => assert_answers(&numerical(node), *expected.last().unwrap(), &question),
            "cloze" => {
                let gaps = gaps(text(node, "questiontext"));
                assert_eq!(gaps.len(), expected.len());
                for ((gap, answers), expected) in gaps.into_iter().zip(expected) {
                    assert_gap(&gap, answers, expected, &question);
                }
            }
            other => panic!("{other}"),
        }
    }
    assert_eq!((kinds["category"], kinds["numerical"] + kinds["cloze"]), (FAMILIES.len(), 200));
    assert!(kinds["numerical"] > 60 && kinds["cloze"] > 100, "{kinds:?}");
}

/// Las de un número: la última es cualquier otra, con la pista.
fn numerical<'a>(node: Node<'a, 'a>) -> Vec<Read> {
    let answers = node.children().filter(|child| child.has_tag_name("answer"));
    let mut answers: Vec<_> = answers
        .map(|answer| Read {
            fraction: answer.attribute("fraction").unwrap().parse().unwrap(),
            value: child(answer, "text").text().unwrap().into(),
            tolerance: child(answer, "tolerance").text().unwrap().parse().unwrap(),
            said: text(answer, "feedback").into(),
        })
        .collect();
    let any = answers.pop().unwrap();
    assert_eq!((any.value.as_str(), any.fraction), ("*", 0.0));
    answers.iter().for_each(|answer| assert_html(&answer.said));
    answers
}

fn assert_gap(kind: &str, mut answers: Vec<Read>, expected: f64, question: &Question) {
    if kind == "MULTICHOICE_V" {
        // La opción vale su número, desde 1.
        for (i, answer) in answers.iter_mut().enumerate() {
            answer.value = (i + 1).to_string();
        }
    } else {
        assert_eq!(kind, "NUMERICAL");
    }
    assert_answers(&answers, expected, question);
}

#[test]
fn gift_is_read_back_and_is_right() {
    let file = gift::text(&bank("", 120));
    let mut count = 0;
    for entry in file.split("\n\n").filter(|entry| entry.starts_with("//")) {
        let tags = entry.lines().next().unwrap();
        let question = of_tags(tags.split("[tag:").skip(1).map(|tag| tag.trim_end().trim_end_matches(']')));
        let body = &unescaped(entry, '{')[1];
        let body = &unescaped(body, '}')[0];
        let (answers, solution) = body.split_once("####").unwrap();
        assert!(solution.contains("\\\\begin\\{aligned\\}"), "{solution}");
        let lines = answers.trim_start_matches('#').lines().filter(|line| !line.is_empty());
        let answers: Vec<_> = lines.enumerate().map(|(i, line)| gift_answer(i, line)).collect();
        assert_answers(&answers, *oracle::expected(&question).last().unwrap(), &question);
        count += 1;
    }
    assert_eq!((count, file.matches("$CATEGORY: ").count()), (120, FAMILIES.len()));
}

fn gift_answer(i: usize, line: &str) -> Read {
    let (answer, said) = line.split_once('#').unwrap();
    match answer.strip_prefix("=%") {
        Some(rest) => {
            let (percent, rest) = rest.split_once('%').unwrap();
            let (value, tolerance) = rest.split_once(':').unwrap();
            let (fraction, tolerance) = (percent.parse().unwrap(), tolerance.parse().unwrap());
            Read { fraction, value: value.into(), tolerance, said: said.into() }
        }
        None => {
            let fraction = if answer.starts_with('=') { 100.0 } else { 0.0 };
            Read { fraction, value: (i + 1).to_string(), tolerance: 0.0, said: said.into() }
        }
    }
}

#[test]
fn a_bank_holds_what_is_asked_without_repeating() {
    let two = bank("neurona, paso ,neurona", 31);
    let keys: HashSet<_> = two.questions.iter().map(|question| question.family().key).collect();
    assert_eq!((two.questions.len(), keys), (31, HashSet::from(["neurona", "paso"])));
    let all = bank("cadena", 10_000);
    let texts: HashSet<_> = all.questions.iter().map(|question| question.statement().to_string()).collect();
    assert_eq!(texts.len(), all.questions.len());
    assert!((100..2000).contains(&texts.len()), "{}", texts.len());
    let said = families("neurona,perro").unwrap_err();
    assert!(said.starts_with("No hay ninguna familia «perro»: las que hay son cadena, medida"), "{said}");
}
