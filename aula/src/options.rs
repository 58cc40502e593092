//! Un comando y sus opciones se declaran una vez: de ahí salen su ayuda, lo que se entiende, lo que se dice de lo que no se
//! entiende y lo que recibe la tarea de Python.

use std::net::IpAddr;
use std::ops::RangeInclusive;

use serde_json::{Map, Value, json};

/// El valor de cada opción, se haya escrito o no, con su nombre en el código. Así lo recibe una tarea de Python.
pub type Values = Map<String, Value>;

/// Un comando: cómo se escribe, con lo que no puede faltar; sus opciones; qué se pide con ellas, y para qué sirve.
pub struct Spec<C> {
    pub usage: &'static str,
    pub options: &'static [Opt],
    pub build: fn(Values) -> C,
    pub about: &'static str,
}

/// Una opción, o lo que va detrás del comando sin ser una.
pub struct Opt {
    /// Cómo se escribe: «--puerto N»; «--docente», si no lleva valor; «ENTREGAS», si no es una opción.
    pub shape: &'static str,
    /// Cómo se llama en el código, en Rust y en Python.
    key: &'static str,
    kind: Kind,
    example: &'static str,
    /// Lo que vale si no se escribe, si vale algo.
    default: &'static str,
    help: &'static str,
}

/// Qué valor se espera.
pub enum Kind {
    /// Ninguno: si se escribe vale esto, y si no, lo contrario.
    Flag(bool),
    Number(RangeInclusive<u32>),
    /// Un archivo o una carpeta: aquí se dice qué.
    Path(&'static str),
    Name,
    /// Los nombres que se quieran.
    Names,
    Ip,
    /// Una de unas pocas palabras; da igual si lleva sus acentos.
    Choice(&'static [&'static str]),
    /// Desde qué tanto por ciento va cada letra, de la A a la D.
    Cuts,
    /// La dirección de un coordinador, como la escribe Dask.
    Cluster,
}

pub const fn flag(shape: &'static str, key: &'static str, written: bool, help: &'static str) -> Opt {
    value(shape, key, Kind::Flag(written), "", help)
}

pub const fn value(shape: &'static str, key: &'static str, kind: Kind, example: &'static str, help: &'static str) -> Opt {
    Opt { shape, key, kind, example, default: "", help }
}

impl<C> Spec<C> {
    /// Las palabras con que se pide: una o, como «tarea nueva», dos.
    pub fn name(&self) -> &'static str {
        let mut end = 0;
        for word in self.usage.split(' ').take_while(|word| word.chars().all(|c| c.is_lowercase())) {
            end += word.len() + 1;
        }
        self.usage.get(..end - 1).unwrap_or(self.usage)
    }

    /// ¿Es este el comando que se pide? Lo distinguen su nombre y las opciones sin valor con que se escribe.
    pub fn is(&self, words: &[String]) -> bool {
        let mut flags =
            self.needed().map(|option| option.shape).filter(|shape| shape.starts_with('-') && !shape.contains(' '));
        let named = self.name().split(' ').zip(words).filter(|(name, word)| name == word).count() == self.length();
        named && flags.all(|flag| words.iter().any(|word| word == flag))
    }

    /// Cuántas palabras tiene su nombre.
    fn length(&self) -> usize {
        self.name().split(' ').count()
    }

    /// Entiende lo que se escribió, con su nombre delante. Una opción puede llevar su valor pegado, `--puerto=8888`, o
    /// después.
    pub fn read(&self, words: &[String]) -> Result<Values, String> {
        let words = &words[self.length()..];
        let mut values: Values = self.options.iter().map(|option| (option.key.to_string(), option.default())).collect();
        let mut words = words.iter().map(String::as_str);
        while let Some(word) = words.next() {
            let (name, attached) = word.split_once('=').map_or((word, None), |(name, value)| (name, Some(value)));
            let found = self.options.iter().find(|option| match option.is_operand() {
                true => !word.starts_with('-'),
                false => first_word(option.shape) == if option.is_alone() { word } else { name },
            });
            let option = found.ok_or_else(|| self.unknown(word))?;
            let text = if option.is_alone() { word } else { attached.or_else(|| words.next()).unwrap_or_default() };
            match (&mut values[option.key], option.read(text)?) {
                (Value::Array(names), name) => names.push(name),
                (Value::String(_), _) if option.is_operand() => return Err(self.incomplete()),
                (place, value) => *place = value,
            }
        }
        if self.needed().any(|option| values[option.key].is_null()) { Err(self.incomplete()) } else { Ok(values) }
    }

    /// Lo que no puede faltar.
    fn needed(&self) -> impl Iterator<Item = &Opt> {
        self.options.iter().filter(|option| self.usage.contains(option.shape))
    }

    fn incomplete(&self) -> String {
        let needed: Vec<_> = self.needed().map(|option| option.help).collect();
        format!("`{}` necesita {}: {}.", self.name(), enumerated(&needed), self.usage)
    }

    fn unknown(&self, word: &str) -> String {
        let options: Vec<_> = self.options.iter().filter(|option| !option.is_operand()).map(|option| option.shape).collect();
        let has = match options.len() {
            0 if self.options.is_empty() => return format!("`{}` no lleva nada detrás, y llegó «{word}».", self.name()),
            0 => return format!("No conozco la opción «{word}»."),
            1 => "su opción es",
            _ => "sus opciones son",
        };
        format!("`{}` no tiene «{word}»: {has} {}.", self.name(), enumerated(&options))
    }

    /// Lo que dice de él la ayuda.
    pub fn help(&self) -> String {
        let mut help = entry(2, self.usage, 26, self.about);
        for option in self.options.iter().filter(|option| !self.usage.contains(option.shape)) {
            let default = if option.default.is_empty() { "" } else { &format!(" ({})", option.default) };
            help += &entry(6, option.shape, 28, &format!("{}{default}", option.help));
        }
        help
    }
}

impl Opt {
    pub const fn or(mut self, default: &'static str) -> Opt {
        self.default = default;
        self
    }

    fn is_operand(&self) -> bool {
        !self.shape.starts_with('-')
    }

    /// ¿Va sin nada detrás?
    fn is_alone(&self) -> bool {
        self.is_operand() || matches!(self.kind, Kind::Flag(_))
    }

    fn default(&self) -> Value {
        match self.kind {
            Kind::Flag(written) => json!(!written),
            Kind::Names => json!([]),
            _ => self.read(self.default).unwrap_or_default(),
        }
    }

    /// El valor que se escribió.
    fn read(&self, text: &str) -> Result<Value, String> {
        let between = |range: &RangeInclusive<u32>| format!("un número entre {} y {}", range.start(), range.end());
        let (what, expected, value) = match &self.kind {
            Kind::Flag(written) => return Ok(json!(written)),
            Kind::Number(range) => {
                ("el número", between(range), text.parse().ok().filter(|it| range.contains(it)).map(|it| json!(it)))
            }
            Kind::Path(what) => (*what, "una ruta".into(), path(text)),
            Kind::Name | Kind::Names => ("el nombre", "un nombre".into(), Some(json!(text))),
            Kind::Choice(words) => ("la palabra", alternatives(words), choice(text, words)),
            Kind::Ip => ("la dirección", "una dirección IP".into(), text.parse::<IpAddr>().ok().map(|ip| json!(ip))),
            Kind::Cuts => ("los cortes", "una lista de cuatro números entre 1 y 100, de mayor a menor".into(), cuts(text)),
            Kind::Cluster => ("la dirección", "la de un coordinador de Dask, tcp://… o tls://…".into(), cluster(text)),
        };
        let name = first_word(self.shape);
        let example = if self.is_operand() { self.example } else { &format!("{name} {}", self.example) };
        match value {
            _ if text.is_empty() => Err(format!("Falta {what} detrás de {name}; por ejemplo, {example}.")),
            None => Err(format!("{name} es «{text}»: se esperaba {expected}; por ejemplo, {example}.")),
            Some(value) => Ok(value),
        }
    }
}

/// Una ruta, desde la raíz.
fn path(text: &str) -> Option<Value> {
    serde_json::to_value(std::path::absolute(text).ok()?).ok()
}

/// La palabra que se pide, sin sus acentos.
fn choice(text: &str, words: &[&str]) -> Option<Value> {
    let accents = [('á', 'a'), ('é', 'e'), ('í', 'i'), ('ó', 'o'), ('ú', 'u')];
    let plain = accents.iter().fold(text.to_lowercase(), |text, (from, to)| text.replace(*from, &to.to_string()));
    words.iter().find(|word| word.to_lowercase() == plain).map(|word| json!(word))
}

fn cuts(text: &str) -> Option<Value> {
    let cuts: Vec<u32> = text.split(',').map(|cut| cut.trim().parse().ok()).collect::<Option<_>>()?;
    let falling = cuts.windows(2).all(|pair| pair[0] > pair[1]);
    (cuts.len() == 4 && falling && cuts[0] <= 100 && cuts[3] > 0).then(|| json!(cuts))
}

/// «a, b o c»
fn alternatives(words: &[&str]) -> String {
    let enumerated = enumerated(words);
    enumerated.rsplit_once(" y ").map_or(enumerated.clone(), |(start, last)| format!("{start} o {last}"))
}

fn cluster(text: &str) -> Option<Value> {
    let place = text.strip_prefix("tcp://").or_else(|| text.strip_prefix("tls://"))?;
    let (host, port) = place.rsplit_once(':')?;
    (!host.is_empty() && port.parse::<u16>().is_ok_and(|port| port > 0)).then(|| json!(text))
}

fn first_word(text: &'static str) -> &'static str {
    text.split(' ').next().unwrap_or(text)
}

/// «a, b y c»
pub fn enumerated(names: &[&str]) -> String {
    match names {
        [start @ .., last] if !start.is_empty() => format!("{} y {last}", start.join(", ")),
        names => names.concat(),
    }
}

/// Una entrada de la ayuda: `title` y, desde la columna `column`, las líneas de lo que se dice de ella.
fn entry(indent: usize, title: &str, column: usize, text: &str) -> String {
    let next = format!("\n{:column$}", "");
    let start = format!("{:indent$}{title}", "");
    let start = if start.chars().count() < column { format!("{start:column$}") } else { start + &next };
    format!("{start}{}\n", text.replace('\n', &next))
}
