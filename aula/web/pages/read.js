// Hasta dónde se ha leído esta página, para que la portada lo diga. Se queda en el navegador.
{
  const name = location.pathname.split("/").pop();
  let most = 0;
  const note = () => {
    const share = Math.min(1, (scrollY + innerHeight + 200) / document.documentElement.scrollHeight);
    if (share < most + 0.05 && !(share === 1 && most < 1)) return;
    most = share;
    try {
      const all = JSON.parse(localStorage.getItem("gradiente.leido")) ?? {};
      if ((all[name] ?? 0) >= most) return;
      localStorage.setItem("gradiente.leido", JSON.stringify({ ...all, [name]: most }));
    } catch {
      removeEventListener("scroll", note); // un navegador que no guarda nada
    }
  };
  addEventListener("scroll", note, { passive: true });
}
