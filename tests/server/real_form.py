"""What the walk with a real form needs, made in a scratch folder: a list of schools and one school's slice of the form. Rows of real results never leave that folder."""
import csv
import json
import os
import re
import subprocess
import xml.etree.ElementTree as tree
import zipfile
from xml.sax.saxutils import escape

SHEET = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'


def rows(path):
    """Rows of the first sheet, {column letters: text}."""
    with zipfile.ZipFile(path) as file:
        strings = [''.join(part.text or '' for part in one.iter(SHEET + 't')) for one in tree.fromstring(file.read('xl/sharedStrings.xml'))]
        sheet = tree.fromstring(file.read('xl/worksheets/sheet1.xml'))
    for row in sheet.iter(SHEET + 'row'):
        cells = {}
        for cell in row:
            value = cell.find(SHEET + 'v')
            if value is not None:
                cells[re.match('[A-Z]+', cell.get('r')).group()] = strings[int(value.text)] if cell.get('t') == 's' else value.text
        yield cells


def write(path, lines):
    """A workbook of one sheet, all cells text."""
    body = ''.join(f'<row r="{n}">' + ''.join(f'<c r="{column}{n}" t="inlineStr"><is><t>{escape(text)}</t></is></c>' for column, text in sorted(cells.items(), key=lambda one: (len(one[0]), one[0]))) + '</row>'
                   for n, cells in enumerate(lines, 1))
    kinds = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
    with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as file:
        file.writestr('[Content_Types].xml', '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>'
                      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                      '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
                      '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>')
        file.writestr('_rels/.rels', f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{kinds}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        file.writestr('xl/workbook.xml', f'<workbook xmlns="{SHEET[1:-1]}" xmlns:r="{kinds}"><sheets><sheet name="Sheet" sheetId="1" r:id="r1"/></sheets></workbook>')
        file.writestr('xl/_rels/workbook.xml.rels', f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{kinds}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>')
        file.writestr('xl/worksheets/sheet1.xml', f'<worksheet xmlns="{SHEET[1:-1]}"><sheetData>{body}</sheetData></worksheet>')


def understood(program, path):
    """What «merilo intake» says of a form."""
    told = subprocess.run([program, 'intake', '--json', '-', path], capture_output=True, text=True, check=True).stdout
    return json.loads(told)['inputs'][0]


def prepare(program, form, folder):
    """schools.csv, a school's form with a few scores over their maximum, and what is expected of both."""
    head, *lines = list(rows(form))
    whole = understood(program, form)
    wrong = {}
    for one in whole['complaints']:
        if one['severity'] == 'error':
            wrong.setdefault(lines[int(re.search(r'\d+', one['cell']).group()) - 2]['A'], []).append(one['code'])
    schools = sorted({line['A'] for line in lines})
    chosen = min((code for code, codes in wrong.items() if set(codes) == {'score-over-max'} and sum(line['A'] == code for line in lines) >= 40), key=lambda code: (len(wrong[code]), code))
    with open(f'{folder}/schools.csv', 'w', encoding='utf-8', newline='') as out:
        listing = csv.writer(out, delimiter=';')
        listing.writerow(['код', 'название', 'тип'])
        listing.writerows([code, f'Школа № {n}', 'СОШ'] for n, code in enumerate(schools, 1))
    own = f'{folder}/form/{os.path.basename(form)}' # its name tells the work, as that of the whole does
    os.makedirs(os.path.dirname(own), exist_ok=True)
    write(own, [head] + [line for line in lines if line['A'] == chosen])
    return {'listing': f'{folder}/schools.csv', 'slice': own, 'whole': form, 'school': chosen, 'n_schools': len(schools),
            'of_whole': {key: whole[key] for key in ('rows', 'works', 'absent', 'rejected')},
            'of_slice': {key: understood(program, own)[key] for key in ('rows', 'works', 'absent', 'rejected')}}
