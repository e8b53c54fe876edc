// All that stands in the editor, as one file to keep.
export function download(name, { files, commands }) {
  const parts = [...Object.entries(files), ["commands.txt", commands]].map(([path, text]) => `==> ${path} <==\n${text.endsWith("\n") ? text : `${text}\n`}`);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([parts.join("\n")], { type: "text/plain" }));
  link.download = `${name}.txt`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
