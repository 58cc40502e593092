//! Lo que hace falta para mirar una figura desde una prueba: sus píxeles y los elementos de su SVG.

#![allow(dead_code)] // cada prueba usa una parte

/// Una imagen RGB.
pub struct Image {
    pub width: usize,
    pub height: usize,
    pub rgb: Vec<u8>,
}

impl Image {
    pub fn pixel(&self, x: f64, y: f64) -> [u8; 3] {
        let at = (y.round() as usize * self.width + x.round() as usize) * 3;
        [self.rgb[at], self.rgb[at + 1], self.rgb[at + 2]]
    }

    /// Cuántos píxeles no son blancos.
    pub fn painted(&self) -> usize {
        self.rgb.chunks_exact(3).filter(|rgb| *rgb != [255; 3]).count()
    }
}

pub fn decode(png: &[u8]) -> Image {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
    decoder.set_transformations(png::Transformations::EXPAND); // de la paleta a RGB
    let mut reader = decoder.read_info().expect("es un PNG");
    let mut rgb = vec![0; reader.output_buffer_size().expect("cabe")];
    let info = reader.next_frame(&mut rgb).expect("el PNG está entero");
    if info.color_type == png::ColorType::Rgba {
        rgb = rgb.chunks_exact(4).flat_map(|rgba| [rgba[0], rgba[1], rgba[2]]).collect();
    }
    Image { width: info.width as usize, height: info.height as usize, rgb }
}

/// El valor de un atributo dentro de una etiqueta.
pub fn attribute<'a>(tag: &'a str, name: &str) -> &'a str {
    let start = tag.find(&format!(" {name}=\"")).unwrap_or_else(|| panic!("{tag} no tiene {name}")) + name.len() + 3;
    &tag[start..start + tag[start..].find('"').expect("comillas que cierran")]
}

pub fn number(tag: &str, name: &str) -> f64 {
    attribute(tag, name).parse().unwrap_or_else(|_| panic!("{name} no es un número en {tag}"))
}

/// Los elementos de un SVG con ese nombre y ese color, en orden.
pub fn elements<'a>(svg: &'a str, name: &str, color: &str) -> Vec<&'a str> {
    let opening = format!("<{name} ");
    svg.lines().filter(|line| line.starts_with(&opening) && line.contains(&format!("\"{color}\""))).collect()
}

/// Los puntos de una `polyline` o un `polygon`.
pub fn points(tag: &str) -> Vec<(f64, f64)> {
    let pair = |pair: &str| {
        let (x, y) = pair.split_once(',').expect("x,y");
        (x.parse().expect("un número"), y.parse().expect("un número"))
    };
    attribute(tag, "points").split(' ').map(pair).collect()
}

/// Los centros de los círculos de un color.
pub fn centers(svg: &str, color: &str) -> Vec<(f64, f64)> {
    elements(svg, "circle", color).iter().map(|tag| (number(tag, "cx"), number(tag, "cy"))).collect()
}

/// Los textos de un SVG.
pub fn texts(svg: &str) -> Vec<&str> {
    let lines = svg.lines().filter(|line| line.starts_with("<text "));
    lines.map(|line| line.split_once('>').expect("etiqueta").1.trim_end_matches("</text>")).collect()
}

/// Nada de lo dibujado sale de la figura, y ninguna coordenada deja de ser un número.
pub fn assert_inside(svg: &str) {
    let root = svg.lines().next().expect("no está vacío");
    let (width, height) = (number(root, "width"), number(root, "height"));
    for tag in svg.lines().filter(|line| line.starts_with("<poly")) {
        for (x, y) in points(tag) {
            assert!((-1.0..=width + 1.0).contains(&x) && (-1.0..=height + 1.0).contains(&y), "{tag} se sale");
        }
    }
    for tag in svg.lines().filter(|line| line.starts_with("<text ")) {
        let (x, y, length) = (number(tag, "x"), number(tag, "y"), number(tag, "textLength"));
        let (right, top) = if tag.contains("rotate(-90") { (x, y - length) } else { (x + length, y) };
        assert!(x >= 0.0 && right <= width + 0.5 && top >= 0.0 && y <= height, "{tag} no cabe en {width} × {height}");
    }
    let shapes = ["<poly", "<circle", "<rect", "<text"];
    for tag in svg.lines().filter(|line| shapes.iter().any(|tag| line.starts_with(tag))) {
        let attributes = tag.split('>').next().expect("una etiqueta");
        assert!(!attributes.contains("NaN") && !attributes.contains("inf"), "una coordenada no es un número: {tag}");
    }
}
