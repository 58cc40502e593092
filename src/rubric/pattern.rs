//! En qué se parece lo que llegó a lo que se esperaba: un signo, un factor, una traspuesta, una fila.

use super::close::{Numbers, close_within};
use super::record::Values;

/// Los factores que se buscan: los que salen de sumar en lugar de promediar, y al revés.
const FACTORS: std::ops::RangeInclusive<u16> = 2..=1000;

/// Lo que tiene de particular la diferencia, si es de las que se reconocen.
pub(super) fn pattern(got: &Values, expected: &Values, tolerance: f64) -> Option<String> {
    let (shape, numbers): (_, Vec<f64>) = (got.shape(), got.numbers().collect());
    let (wanted, right): (_, Vec<f64>) = (expected.shape(), expected.numbers().collect());
    if numbers.len() != right.len() || numbers.is_empty() {
        return None;
    }
    let same = |numbers: Vec<f64>| close_within(numbers, right.clone(), tolerance).is_ok();
    if let ([rows, columns], [m, n]) = (&shape[..], &wanted[..])
        && rows == n
        && columns == m
        && same((0..rows * columns).map(|i| numbers[i % rows * columns + i / rows]).collect())
    {
        return Some("es la traspuesta de lo que se esperaba".into());
    }
    if shape != wanted {
        return same(numbers).then(|| "los números son los que se esperaban, pero con otra forma".into());
    }
    let times = |factor: f64| same(numbers.iter().map(|number| number / factor).collect());
    proportion(times, &right, tolerance).or_else(|| place(&numbers, &right, &wanted, tolerance))
}

/// Todos los números son los que se esperaban por un mismo factor. Con uno solo, cualquiera lo sería: ahí se mira el signo.
fn proportion(times: impl Fn(f64) -> bool, right: &[f64], tolerance: f64) -> Option<String> {
    match right.iter().filter(|number| number.abs() > tolerance).count() {
        0 => return None,
        1 if right.len() == 1 => return times(-1.0).then(|| "tiene el signo contrario".into()),
        1 => return times(-1.0).then(|| "todos los números tienen el signo contrario".into()),
        _ if times(-1.0) => return Some("todos los números tienen el signo contrario".into()),
        _ => {}
    }
    FACTORS.into_iter().find_map(|n| {
        let factor = f64::from(n);
        let (done, sign) = [("multiplicados", factor), ("divididos", factor.recip())]
            .into_iter()
            .flat_map(|(done, factor)| [(done, "", factor), (done, ", y con el signo contrario", -factor)])
            .find_map(|(done, sign, factor)| times(factor).then_some((done, sign)))?;
        Some(format!("todos los números están {done} por {n}{sign}"))
    })
}

/// Solo falla un número, una fila o una columna.
fn place(numbers: &[f64], right: &[f64], shape: &[usize], tolerance: f64) -> Option<String> {
    let fails = |i: &usize| close_within(numbers[*i], right[*i], tolerance).is_err();
    let wrong: Vec<usize> = (0..numbers.len()).filter(fails).collect();
    let &first = wrong.first()?;
    if wrong.len() == 1 && numbers.len() > 1 {
        return Some("los demás números están bien".into());
    }
    let [rows, columns] = *shape else { return None };
    let (row, column) = (first / columns, first % columns);
    if rows > 1 && wrong.iter().all(|i| i / columns == row) {
        return Some(format!("solo falla la fila [{row}]"));
    }
    (columns > 1 && wrong.iter().all(|i| i % columns == column)).then(|| format!("solo falla la columna [{column}]"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array2, Axis, array};

    fn said(got: &impl Numbers, expected: &impl Numbers) -> Option<String> {
        pattern(&Values::of(got), &Values::of(expected), 1e-9)
    }

    #[test]
    fn a_matrix_says_what_was_done_to_it() {
        let right: Array2<f64> = array![[1.0, -2.0, 0.0], [4.0, 5.5, 6.0]];
        let expect = |got: Array2<f64>, words: &str| assert_eq!(said(&got, &right).as_deref(), Some(words));
        expect(-&right, "todos los números tienen el signo contrario");
        expect(&right * 4.0, "todos los números están multiplicados por 4");
        expect(&right / 4.0, "todos los números están divididos por 4");
        expect(&right / -3.0, "todos los números están divididos por 3, y con el signo contrario");
        expect(right.t().to_owned(), "es la traspuesta de lo que se esperaba");
        expect(
            right.clone().into_shape_with_order((3, 2)).unwrap(),
            "los números son los que se esperaban, pero con otra forma",
        );
        let mut row = right.clone();
        row.row_mut(1).fill(9.0);
        expect(row, "solo falla la fila [1]");
        let mut column = right.clone();
        column.column_mut(2).fill(9.0);
        expect(column, "solo falla la columna [2]");
        let mut one = right.clone();
        one[[0, 1]] = f64::NAN;
        expect(one, "los demás números están bien");
        assert_eq!(said(&(&right + 1.0), &right), None);
        assert_eq!(said(&(&right * 1.5), &right), None);
        let square = array![[1.0, 2.0], [3.0, 4.0]];
        assert_eq!(said(&square.t().to_owned(), &square).unwrap(), "es la traspuesta de lo que se esperaba");
    }

    #[test]
    fn a_number_or_a_vector_says_what_it_can() {
        assert_eq!(said(&-6.0, &6.0).unwrap(), "tiene el signo contrario");
        assert_eq!((said(&12.0, &6.0), said(&0.0, &0.0), said(&1.0, &0.0)), (None, None, None));
        let sums = array![[1.0, 2.0], [3.0, 4.0]].sum_axis(Axis(0));
        assert_eq!(said(&sums, &(&sums / 2.0)).unwrap(), "todos los números están multiplicados por 2");
        assert_eq!(said(&vec![0.0, -3.0], &vec![0.0, 3.0]).unwrap(), "todos los números tienen el signo contrario");
        assert_eq!(said(&vec![0.0, 6.0], &vec![0.0, 3.0]).unwrap(), "los demás números están bien");
        assert_eq!(said(&Array2::<f64>::zeros((0, 3)), &Array2::<f64>::zeros((3, 0))), None);
        let column = array![[1.0], [2.0]];
        assert!(said(&array![1.0, 2.0], &column).unwrap().contains("otra forma"));
    }
}
