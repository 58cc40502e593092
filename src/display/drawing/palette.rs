//! De los colores de una imagen a una paleta de 256: un archivo tres veces menor, sin diferencia a la vista.

/// El color que deja ver lo de abajo; ningún píxel de una imagen lo usa.
pub(crate) const TRANSPARENT: u8 = 0;

/// Pasa unas imágenes RGB a una misma paleta: los 255 colores más usados, y cada color, al que más se le parezca.
pub(crate) fn index<'a>(images: impl Iterator<Item = &'a Vec<u8>> + Clone) -> (Vec<u8>, Vec<Vec<u8>>) {
    // Los colores casi iguales, los de los mismos cinco bits por canal, caen en el mismo montón.
    let bin = |rgb: &[u8]| rgb.iter().fold(0, |key, c| key << 5 | usize::from(c >> 3));
    let mut bins = vec![Bin::default(); 1 << 15];
    images.clone().flat_map(|image| image.chunks_exact(3)).for_each(|rgb| bins[bin(rgb)].add(rgb));

    let mut used: Vec<usize> = (0..bins.len()).filter(|&key| bins[key].count > 0).collect();
    used.sort_by_key(|&key| std::cmp::Reverse(bins[key].count));
    let palette: Vec<[u8; 3]> = used.iter().take(255).map(|&key| bins[key].color).collect();

    let mut indices = vec![TRANSPARENT; 1 << 15];
    for &key in &used {
        let color = bins[key].color;
        let distance =
            |other: &[u8; 3]| -> u32 { color.iter().zip(other).map(|(a, b)| u32::from(a.abs_diff(*b)).pow(2)).sum() };
        let nearest = (0..palette.len()).min_by_key(|&i| distance(&palette[i])).expect("hay algún color");
        indices[key] = nearest as u8 + 1;
    }
    let indexed = images.map(|image| image.chunks_exact(3).map(|rgb| indices[bin(rgb)]).collect());
    ([vec![[0; 3]], palette].concat().concat(), indexed.collect())
}

/// Un montón de colores casi iguales. Lo representa el de la mayoría (Boyer y Moore, «MJRTY», 1981): un fondo blanco sigue
/// siendo blanco del todo.
#[derive(Clone, Default)]
struct Bin {
    count: usize,
    color: [u8; 3],
    votes: usize,
}

impl Bin {
    fn add(&mut self, rgb: &[u8]) {
        self.count += 1;
        if self.votes == 0 {
            self.color.copy_from_slice(rgb);
        }
        if self.color == rgb {
            self.votes += 1;
        } else {
            self.votes -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_colors_stay_as_they_are() {
        let image = [[255u8, 255, 255], [0, 114, 178], [255, 255, 255], [10, 200, 30]].concat();
        let (palette, indexed) = index([&image].into_iter());
        let back: Vec<u8> = indexed[0].iter().flat_map(|&i| palette[3 * i as usize..][..3].to_vec()).collect();
        assert_eq!(back, image);
    }

    #[test]
    fn the_majority_represents_similar_colors() {
        let image = [[255u8, 255, 255], [250, 250, 250], [255, 255, 255], [254, 254, 254], [255, 255, 255]].concat();
        let (palette, indexed) = index([&image].into_iter());
        assert_eq!((palette, indexed), (vec![0, 0, 0, 255, 255, 255], vec![vec![1; 5]]));
    }

    #[test]
    fn too_many_colors_go_to_the_nearest() {
        let image: Vec<u8> = (0..=255u8).flat_map(|r| (0..=255u8).step_by(32).flat_map(move |g| [r, g, 128])).collect();
        let (palette, indexed) = index([&image].into_iter());
        assert_eq!(palette.len(), 256 * 3);
        for (rgb, &i) in image.chunks_exact(3).zip(&indexed[0]) {
            let shown = &palette[3 * i as usize..][..3];
            assert!(rgb.iter().zip(shown).all(|(a, b)| a.abs_diff(*b) < 40), "{rgb:?} se muestra como {shown:?}");
        }
    }
}
