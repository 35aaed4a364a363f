// Numbers in number formats as SheetJS shows them: JSON [formats, numbers] in, JSON rows of texts out.
const SSF = require("ssf");

const [formats, numbers] = JSON.parse(require("fs").readFileSync(0, "utf8"));
const shown = (format, number) => {
  try {
    return SSF.format(format, Number(number));
  } catch {
    return null; // a character that it does not take
  }
};
console.log(JSON.stringify(formats.map((f) => numbers.map((n) => shown(f, n)))));
