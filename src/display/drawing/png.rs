//! De los colores de una imagen, o de los cuadros de una animación, a un archivo PNG.

use png::{BitDepth, BlendOp, ColorType, Compression, DisposeOp, Encoder, Filter};

use super::palette::{self, TRANSPARENT};

/// Una imagen RGB, de la que llegan el ancho, el alto y los colores.
pub(crate) fn encode((width, height, rgb): (u32, u32, Vec<u8>)) -> Vec<u8> {
    let (palette, indexed) = palette::index([&rgb].into_iter());
    let mut bytes = Vec::new();
    let encoder = encoder(&mut bytes, (width, height), palette, Compression::Balanced);
    let mut writer = encoder.write_header().expect("un ancho y un alto mayores que 0");
    writer.write_image_data(&indexed[0]).expect("un byte por píxel");
    writer.finish().expect("escribir en memoria no falla");
    bytes
}

/// Junta los cuadros, todos del mismo tamaño. De cada uno se guarda solo el rectángulo que cambia respecto del anterior, y
/// en él, como transparente, lo que no cambia.
pub(crate) fn animate(frames: &[(u32, u32, Vec<u8>)]) -> Vec<u8> {
    let (width, height, _) = frames[0];
    let (palette, frames) = palette::index(frames.iter().map(|(_, _, rgb)| rgb));

    let mut bytes = Vec::new();
    let mut encoder = encoder(&mut bytes, (width, height), palette, Compression::High);
    encoder.set_trns(vec![TRANSPARENT]);
    encoder.set_animated(frames.len() as u32, 0).expect("hay al menos un cuadro");
    encoder.set_dispose_op(DisposeOp::None).expect("es una animación");
    encoder.set_blend_op(BlendOp::Over).expect("es una animación");
    let mut writer = encoder.write_header().expect("un ancho y un alto mayores que 0");

    for (i, frame) in frames.iter().enumerate() {
        let mut data = frame.clone();
        if i > 0 {
            let (x, y, w, h) = changed(&frames[i - 1], frame, width);
            let points = (y..y + h).flat_map(|row| (x..x + w).map(move |column| (row * width + column) as usize));
            data = points.map(|p| if frame[p] == frames[i - 1][p] { TRANSPARENT } else { frame[p] }).collect();
            writer.reset_frame_position().expect("es una animación");
            writer.set_frame_dimension(w, h).expect("el rectángulo cabe");
            writer.set_frame_position(x, y).expect("el rectángulo cabe");
        }
        let hundredths = match i {
            _ if i + 1 == frames.len() => 250,
            0 => 80,
            _ => 12,
        };
        writer.set_frame_delay(hundredths, 100).expect("es una animación");
        writer.write_image_data(&data).expect("un byte por píxel");
    }
    writer.finish().expect("están todos los cuadros");
    bytes
}

/// El rectángulo que cambia entre dos cuadros: x, y, ancho y alto. Si nada cambia, un solo punto.
fn changed(before: &[u8], after: &[u8], width: u32) -> (u32, u32, u32, u32) {
    let points: Vec<u32> = (0..after.len() as u32).filter(|&i| before[i as usize] != after[i as usize]).collect();
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return (0, 0, 1, 1) };
    let left = points.iter().map(|i| i % width).min().unwrap_or(0);
    let right = points.iter().map(|i| i % width).max().unwrap_or(0);
    (left, first / width, right - left + 1, last / width - first / width + 1)
}

/// Un PNG con paleta: un byte por píxel.
fn encoder(
    bytes: &mut Vec<u8>,
    (width, height): (u32, u32),
    palette: Vec<u8>,
    compression: Compression,
) -> Encoder<'static, &mut Vec<u8>> {
    let mut encoder = Encoder::new(bytes, width, height);
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_palette(palette);
    encoder.set_compression(compression);
    encoder.set_filter(Filter::NoFilter); // con una paleta, restar el color vecino no ayuda
    encoder
}
