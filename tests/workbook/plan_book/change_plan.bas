' What a coordinator does to a plan's workbook in LibreOffice; FROM_URL and the others are put in by the test.

Sub Change
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  book = StarDesktop.loadComponentFromURL("FROM_URL", "_blank", 0, hidden())
  For n = 0 To book.Sheets.Count - 1
    book.Sheets.getByIndex(n).unprotect("")
  Next
  If "WHICH" = "good" Then Good(book)
  If "WHICH" = "bad" Then Bad(book)
  Dim format(0) As New com.sun.star.beans.PropertyValue
  format(0).Name = "FilterName" : format(0).Value = "Calc MS Excel 2007 XML"
  book.storeToURL("TO_URL", format())
  book.close(True)
  StarDesktop.terminate()
End Sub

Function ColumnOf(sheet, words)
  For c = 0 To 60
    If sheet.getCellByPosition(c, 3).String = words Then
      ColumnOf = c
      Exit Function
    End If
  Next
  ColumnOf = 0
End Function

Sub Say(sheet, words, row, text)
  sheet.getCellByPosition(ColumnOf(sheet, words), row).String = text
End Sub

Sub Number(sheet, words, row, figure)
  sheet.getCellByPosition(ColumnOf(sheet, words), row).Value = figure
End Sub

Sub MoveRow(sheet, source, goal)
  sheet.Rows.insertByIndex(goal, 1)
  area = sheet.getCellRangeByPosition(0, source, 60, source)
  sheet.moveRange(sheet.getCellByPosition(0, goal).CellAddress, area.RangeAddress)
  sheet.Rows.removeByIndex(source, 1)
End Sub

Sub MoveColumn(sheet, words, goal, last)
  sheet.Columns.insertByIndex(goal, 1)
  source = ColumnOf(sheet, words)
  area = sheet.getCellRangeByPosition(source, 2, source, last)
  sheet.moveRange(sheet.getCellByPosition(goal, 2).CellAddress, area.RangeAddress)
  sheet.Columns.removeByIndex(source, 1)
End Sub

Sub Good(book)
  indicators = book.Sheets.getByName("指标")
  milestones = book.Sheets.getByName("重点任务")
  departments = book.Sheets.getByName("责任单位")
  ' a row added, its code empty, its target a number typed as text in full-width digits
  Say(indicators, "章节", 14, "三、新增")
  Say(indicators, "指标", 14, "新建学校数")
  Say(indicators, "目标原文", 14, "12所")
  Say(indicators, "目标值", 14, "１２")
  Say(indicators, "单位", 14, "所")
  Say(indicators, "牵头单位", 14, "统计局")
  Say(indicators, "报告摘录", 14, "新建学校12所")
  Say(indicators, "类型", 14, "累计")
  Say(indicators, "方向", 14, "越多越好")
  Say(indicators, "比较", 14, "达到")
  Say(indicators, "进度", 14, "全年保持")
  ' a target raised, a row moved to the end, a department renamed
  Number(indicators, "目标值", 4, 6)
  MoveRow(indicators, 5, 15)
  Say(departments, "单位名称", 4, "人力资源和社会保障局")
  ' the milestones sorted by name
  Dim field(0) As New com.sun.star.table.TableSortField
  field(0).Field = ColumnOf(milestones, "目标任务") : field(0).IsAscending = False
  Dim order(1) As New com.sun.star.beans.PropertyValue
  order(0).Name = "SortFields" : order(0).Value = field()
  order(1).Name = "ContainsHeader" : order(1).Value = False
  milestones.getCellRangeByPosition(0, 4, 40, 7).sort(order())
  ' columns in another order, a title row on top and one between the rows
  MoveColumn(indicators, "牵头单位", 1, 20)
  indicators.Rows.insertByIndex(0, 1)
  indicators.getCellByPosition(0, 0).String = "征求意见稿"
  indicators.Rows.insertByIndex(8, 1)
  indicators.getCellByPosition(0, 8).String = "二、民生"
End Sub

Sub Bad(book)
  indicators = book.Sheets.getByName("指标")
  milestones = book.Sheets.getByName("重点任务")
  Say(indicators, "比较", 4, "不超过")
  Say(indicators, "比较", 5, "大概")
  Say(indicators, "目标值", 6, "若干")
  Say(milestones, "代码", 5, "RW001")
  Say(milestones, "牵头单位", 6, "水产厅")
End Sub
