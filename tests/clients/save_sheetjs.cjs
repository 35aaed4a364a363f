// Loads a workbook with SheetJS and saves it: node save_sheetjs.cjs IN OUT TYPE (xlsx, xlsb, biff8, ods).
const XLSX = require("xlsx");

const [source, target, bookType] = process.argv.slice(2);
const book = XLSX.readFile(source, { cellNF: true, cellStyles: true });
XLSX.writeFile(book, target, { bookType, cellStyles: true });
