#!/usr/bin/env bash
# Las pruebas que pueden correr en Windows, con `wine`, en un Linux de 64 bits: lo más parecido a Windows que se tiene a
# mano. No son parte de `cargo test`.
#
#   aula/tests/wine.sh             compila para Windows, mira los avisos, pasa las pruebas y dice qué dejó fuera
#   aula/tests/wine.sh NOMBRE      solo `clippy`, `gradiente`, `doc`, `files`, `kernel`, `exam`, `aula` o `command`
#
# En Debian y Ubuntu, lo que hace falta se instala con `sudo apt install wine64 gcc-mingw-w64-x86-64` y
# `rustup component add rust-src`. Ocupa unos 3 GB en `target/wine`. La primera vez tarda unos diez minutos con dos
# procesadores, porque compila también la biblioteca estándar; después, cinco. Todo ocurre en una carpeta suya, que se borra
# al final.
set -euo pipefail
cd "$(dirname "$0")/../.."

TARGET=x86_64-pc-windows-gnu
# Lo que puede tardar cada programa de pruebas, en segundos.
LIMIT=600

LEFT_OUT='
Fuera queda:
- `notebooks`, `grading`, `nbgrader`, `server` y `first`: usan Python, JupyterLab y el núcleo de verdad, que aquí no
  hay para Windows.
- De `command`, lo que compila con rustc o descarga con Python: `between_cargo` y `published`.
- De `exam`, `running` y `compiling`: el aislamiento es de Linux.
- El lanzador del núcleo: cuando termina con los procesos de su trabajo, el servidor de `wine` 8 se cae.'

need() {
    command -v "$1" > /dev/null || { echo "Falta $1: en Debian y Ubuntu, sudo apt install $2" >&2; exit 1; }
}

need x86_64-w64-mingw32-gcc gcc-mingw-w64-x86-64
# Debian deja el programa fuera del PATH.
PATH="$PATH:/usr/lib/wine:/usr/lib/x86_64-linux-gnu/wine"
need wine64 wine64
need wineserver wine64

work=$(mktemp -d)
export WINEPREFIX="$work/wine" TMPDIR="$work" WINEDEBUG=-all
# Sin añadir nada a los menús de quien lo ejecuta, y sin ofrecer lo que `wine` no trae.
export WINEDLLOVERRIDES="winemenubuilder.exe,mscoree,mshtml="
trap 'wineserver -k 2> /dev/null || true; wineserver -w; rm -rf "$work"' EXIT

# Un Windows 10 recién instalado. `wine` dice ser uno más viejo y, hasta su versión 9, no tiene de dónde saca Rust el azar.
timeout 120 wine64 wineboot --init 2> /dev/null
timeout 60 wine64 winecfg -v win10 2> /dev/null
if [ ! -e "$WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll" ]; then
    cat > "$work/azar.c" << 'C'
unsigned char SystemFunction036(void *data, unsigned long size);
__declspec(dllexport) int ProcessPrng(void *data, unsigned long long size) { return SystemFunction036(data, size); }
C
    x86_64-w64-mingw32-gcc -shared -o "$WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll" "$work/azar.c" -ladvapi32
fi

# Con qué ejecuta cargo lo que compila para Windows.
printf '#!/bin/sh\nexec timeout --kill-after 10 %s wine64 "$@"\n' "$LIMIT" > "$work/run"
chmod +x "$work/run"
export CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER="$work/run" CARGO_TARGET_DIR="$PWD/target/wine"

# La biblioteca estándar se compila con lo demás: rustup no siempre puede bajar la de otro sistema.
export RUSTC_BOOTSTRAP=1
windows=(-Zbuild-std=std,panic_unwind,test --target "$TARGET")

# El programa de mentira de `command`, que allí no se puede compilar porque no hay rustc.
fake() {
    mkdir -p "$CARGO_TARGET_DIR/fake"
    {
        printf '[package]\nname = "fake"\nedition = "2024"\n\n[workspace]\n\n'
        printf '[[bin]]\nname = "fake"\npath = "%s"\n\n' "$PWD/aula/tests/command/fake.rs"
        sed -n '/^\[profile.dev\]/,/^$/p' Cargo.toml # con el mismo perfil, la biblioteca estándar ya está compilada
    } > "$CARGO_TARGET_DIR/fake/Cargo.toml"
    cargo build --manifest-path "$CARGO_TARGET_DIR/fake/Cargo.toml" "${windows[@]}" || return 1
    x86_64-w64-mingw32-strip -o "$CARGO_TARGET_DIR/fake.exe" "$CARGO_TARGET_DIR/$TARGET/debug/fake.exe" || return 1
    export AULA_FAKE="$CARGO_TARGET_DIR/fake.exe"
}

ran=() failed=()
suite() {
    local name=$1
    shift
    if [ -n "${wanted:-}" ] && [ "$wanted" != "$name" ]; then return; fi
    printf '\n== %s\n' "$name"
    if "$@"; then ran+=("$name"); else failed+=("$name"); fi
}

tests() {
    cargo test "${windows[@]}" "$@"
}

wanted=${1:-}
# Lo que se deja pasar es un error de `clippy`: en este sistema no ve que ya es `const`.
suite clippy cargo clippy --workspace --all-targets "${windows[@]}" -- -D warnings -A clippy::missing_const_for_thread_local
suite gradiente tests -p gradiente --lib --tests
suite doc tests -p gradiente --doc
suite files tests -p files
suite kernel tests -p kernel
suite exam tests -p exam --lib
suite aula tests -p aula --bin aula
command_tests() { fake && tests -p aula --test command -- --skip between_cargo --skip published; }
suite command command_tests

printf '\nPasaron: %s\n' "${ran[*]:-ninguna}"
printf '%s\n' "$LEFT_OUT"
if [ "${#failed[@]}" -gt 0 ]; then
    printf '\nFallaron: %s\n' "${failed[*]}"
    exit 1
fi
