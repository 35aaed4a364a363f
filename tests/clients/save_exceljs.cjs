// Loads a workbook with exceljs and saves it: node save_exceljs.cjs IN OUT.
const ExcelJS = require("exceljs");

const [source, target] = process.argv.slice(2);
const book = new ExcelJS.Workbook();
book.xlsx
  .readFile(source)
  .then(() => book.xlsx.writeFile(target))
  .catch((error) => {
    console.error(error);
    process.exit(1);
  });
