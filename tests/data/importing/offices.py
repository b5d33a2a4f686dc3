"""Small files as offices, instruments and open-data portals publish them, each with its plain reading.

All were made by hand. ``headings`` and ``rows`` are what a person would copy into a clean table; all else in the file
stands aside.
"""

from dataclasses import dataclass

from tests.data.importing.polluted import Polluted


@dataclass(frozen=True, slots=True)
class Office:
    """A file: its name, its text and encoding, the headings (parted by “|”, '' for none) and the rows expected."""

    name: str
    text: str
    headings: str
    rows: str
    encoding: str = "utf-8"

    @property
    def expected(self) -> Polluted:
        """The file with its reading, as polluted copies have it."""
        rows = tuple(tuple(line.replace("⏎", "\n").split("|")) for line in self.rows.split("\n")) if self.rows else ()
        headings = tuple(self.headings.split("|")) if self.headings else ()
        return Polluted("office", self.name, self.text.encode(self.encoding), headings, rows)


OFFICES = (
    Office("title_and_date", "Sales by shop\nPeriod: January 2026\n\nShop,Sales,Returns\nTartu,120,3\nPärnu,80,1\nNarva,75,0\n",
           "Shop|Sales|Returns", "Tartu|120|3\nPärnu|80|1\nNarva|75|0"),
    Office("title_padded", "Energy use of buildings,,,\n,,,\nBuilding,Year,kWh,Class\nSchool,2024,88120,C\nLibrary,2024,30211,B\nPool,2024,410993,E\n",
           "Building|Year|kWh|Class", "School|2024|88120|C\nLibrary|2024|30211|B\nPool|2024|410993|E"),
    Office("units_row", "Time,Temperature,Pressure\n[s],[°C],[kPa]\n0,21.4,101.2\n10,21.6,101.1\n20,21.9,101.3\n",
           "Time [s]|Temperature [°C]|Pressure [kPa]", "0|21.4|101.2\n10|21.6|101.1\n20|21.9|101.3"),
    Office("group_headers", "Region,2023,,2024,\n,Men,Women,Men,Women\nHarju,300,320,310,330\nTartu,70,80,72,83\nVõru,16,17,15,17\n",
           "Region|2023 Men|2023 Women|2024 Men|2024 Women", "Harju|300|320|310|330\nTartu|70|80|72|83\nVõru|16|17|15|17"),
    Office("trailing_columns", "Item,Qty,Price,,,\nNut,5,0.20,,,\nBolt,7,0.35,,,\nWasher,12,0.05,,,\n",
           "Item|Qty|Price|||", "Nut|5|0.20|||\nBolt|7|0.35|||\nWasher|12|0.05|||"),
    Office("trailing_rows", "Item,Qty,Price\nNut,5,0.20\nBolt,7,0.35\n,,\n,,\n,,\n", "Item|Qty|Price", "Nut|5|0.20\nBolt|7|0.35"),
    Office("section_rows", "Product,Units,Revenue\nNorth,,\nChair,12,1200\nDesk,4,900\nSouth,,\nChair,9,905\nDesk,6,1320\n",
           "Product|Units|Revenue", "North||\nChair|12|1200\nDesk|4|900\nSouth||\nChair|9|905\nDesk|6|1320"),
    Office("footer_source", "Country;Population\nEstonia;1374687\nLatvia;1871882\nLithuania;2886515\n\nSource: national statistics offices\nUpdated 2026-02-01\n",
           "Country|Population", "Estonia|1374687\nLatvia|1871882\nLithuania|2886515"),
    Office("footer_notes_padded", "Year,Births,Deaths\n2021,13272,18587\n2022,11646,17315\n2023,10949,16002\nNote: 2023 is provisional.,,\nSource: the register.,,\n",
           "Year|Births|Deaths", "2021|13272|18587\n2022|11646|17315\n2023|10949|16002"),
    Office("cp1252_semicolons", "Kunde;Straße;Umsatz\nMüller GmbH;Hauptstraße 5;1.250,50\nJäger & Söhne;Am Brühl 12;980,00\nGröße AG;Königsallee 1;12.400,75\n",
           "Kunde|Straße|Umsatz", "Müller GmbH|Hauptstraße 5|1.250,50\nJäger & Söhne|Am Brühl 12|980,00\nGröße AG|Königsallee 1|12.400,75", "cp1252"),
    Office("utf16_tabs", "Id\tName\tCity\r\n1\tÕnne Mägi\tVõru\r\n2\tJüri Tamm\tPärnu\r\n3\tKärt Saar\tRakvere\r\n",
           "Id|Name|City", "1|Õnne Mägi|Võru\n2|Jüri Tamm|Pärnu\n3|Kärt Saar|Rakvere", "utf-16"),
    Office("cp1251_russian", "Клиент;Город;Сумма\nООО Ромашка;Нарва;15000,00\nИП Петров;Таллин;2300,50\nЗАО Восток;Москва;870,10\n",
           "Клиент|Город|Сумма", "ООО Ромашка|Нарва|15000,00\nИП Петров|Таллин|2300,50\nЗАО Восток|Москва|870,10", "cp1251"),
    Office("fixed_width", "Station      Date         Rain   Wind\nTallinn      2026-01-05   3.2    7.1\nTartu        2026-01-05   0.0    4.4\nPärnu        2026-01-05   1.7    9.0\n",
           "Station|Date|Rain|Wind", "Tallinn|2026-01-05|3.2|7.1\nTartu|2026-01-05|0.0|4.4\nPärnu|2026-01-05|1.7|9.0"),
    Office("fixed_width_right", "   id   amount   paid\n    1    12.50    yes\n   20   340.00     no\n  300     7.25    yes\n",
           "id|amount|paid", "1|12.50|yes\n20|340.00|no\n300|7.25|yes"),
    Office("matrix", "0.12,0.44,0.51\n0.33,0.21,0.90\n0.05,0.73,0.18\n0.61,0.02,0.47\n", "", "0.12|0.44|0.51\n0.33|0.21|0.90\n0.05|0.73|0.18\n0.61|0.02|0.47"),
    Office("matrix_blanks", "1 0 0 4\n0 1 0 2\n0 0 1 9\n", "", "1|0|0|4\n0|1|0|2\n0|0|1|9"),
    Office("years", "Indicator,2020,2021,2022,2023\nGDP,27.5,31.2,36.0,38.2\nExports,18.1,22.7,27.3,24.9\nImports,18.6,23.5,29.0,25.5\n",
           "Indicator|2020|2021|2022|2023", "GDP|27.5|31.2|36.0|38.2\nExports|18.1|22.7|27.3|24.9\nImports|18.6|23.5|29.0|25.5"),
    Office("months", "Seller;Jan;Feb;Mar;Apr;May;Jun\nAnn;10;12;9;14;11;8\nBo;7;5;6;8;9;10\nCy;3;4;2;5;6;1\n",
           "Seller|Jan|Feb|Mar|Apr|May|Jun", "Ann|10|12|9|14|11|8\nBo|7|5|6|8|9|10\nCy|3|4|2|5|6|1"),
    Office("months_with_years", "Account,01/2025,02/2025,03/2025\nRent,500,500,520\nPower,120,135,98\nWages,9000,9000,9400\n",
           "Account|01/2025|02/2025|03/2025", "Rent|500|500|520\nPower|120|135|98\nWages|9000|9000|9400"),
    Office("lead_in", "Serial number:,A-1187\nOperator:,K. Saar\nStarted:,2026-03-02 08:00\n\nSample,pH,Conductivity\nS1,7.1,480\nS2,6.9,512\nS3,7.4,455\n",
           "Sample|pH|Conductivity", "S1|7.1|480\nS2|6.9|512\nS3|7.4|455"),
    Office("lead_in_no_gap", "Device;Logger 4\nFirmware;2.18\nLocation;Roof\nTime;Value;State\n08:00;21.5;ok\n08:10;21.7;ok\n08:20;22.0;warm\n08:30;22.4;warm\n",
           "Time|Value|State", "08:00|21.5|ok\n08:10|21.7|ok\n08:20|22.0|warm\n08:30|22.4|warm"),
    Office("comments", "# exported from the weather station\n# all times in UTC\ntime,temp,hum\n2026-01-01T00:00,-3.1,88\n2026-01-01T01:00,-3.4,89\n2026-01-01T02:00,-3.9,90\n",
           "time|temp|hum", "2026-01-01T00:00|-3.1|88\n2026-01-01T01:00|-3.4|89\n2026-01-01T02:00|-3.9|90"),
    Office("two_tables", "Shop,Sales\nA,10\nB,20\nC,15\n\nDay,Visitors,Weather\n2026-01-01,90,sun\n2026-01-02,40,rain\n2026-01-03,55,snow\n",
           "Shop|Sales", "A|10\nB|20\nC|15"),
    Office("quoted_thousands", 'City,Population,Area\nTallinn,"457,572","159.2"\nTartu,"97,759","38.8"\nNarva,"52,495","84.5"\n',
           "City|Population|Area", "Tallinn|457,572|159.2\nTartu|97,759|38.8\nNarva|52,495|84.5"),
    Office("percents", "Party;Votes;Share\nReds;12 040;40,1 %\nBlues;9 010;30,0 %\nGreens;8 970;29,9 %\n",
           "Party|Votes|Share", "Reds|12 040|40,1 %\nBlues|9 010|30,0 %\nGreens|8 970|29,9 %"),
    Office("free_text", 'ticket,opened,text\n7,2026-02-01,"The door, again.\nIt says ""closed"" though open."\n8,2026-02-02,"Fine now"\n9,2026-02-03,"Broken\n\nSee photo; thanks"\n',
           "ticket|opened|text", '7|2026-02-01|The door, again.⏎It says "closed" though open.\n8|2026-02-02|Fine now\n9|2026-02-03|Broken⏎⏎See photo; thanks'),
    Office("row_names", '"speed","dist"\n"1",4,2\n"2",4,10\n"3",7,4\n"4",7,22\n', "|speed|dist", "1|4|2\n2|4|10\n3|7|4\n4|7|22"),
    Office("row_names_words", "mpg cyl hp\nAlpha 21.0 6 110\nBeta 22.8 4 93\nGamma 18.7 8 175\nDelta 18.1 6 105\n",
           "|mpg|cyl|hp", "Alpha|21.0|6|110\nBeta|22.8|4|93\nGamma|18.7|8|175\nDelta|18.1|6|105"),
    Office("row_names_blank", '"","height","weight"\n"1",58,115\n"2",59,117\n"3",60,120\n', "|height|weight", "1|58|115\n2|59|117\n3|60|120"),
    Office("dashes_under", "EMPNO  ENAME     SAL\n-----  --------  ----\n7369   SMITH     800\n7499   ALLEN     1600\n7521   WARD      1250\n",
           "EMPNO|ENAME|SAL", "7369|SMITH|800\n7499|ALLEN|1600\n7521|WARD|1250"),
    Office("dashes_and_count", "ID,NAME,QTY\n--,----,---\n1,Nut,5\n2,Bolt,7\n3,Cap,9\n\n3 rows selected.\n", "ID|NAME|QTY", "1|Nut|5\n2|Bolt|7\n3|Cap|9"),
    Office("markdown", "| Name | Qty | Price |\n|------|-----|-------|\n| Nut | 5 | 0.20 |\n| Bolt | 7 | 0.35 |\n| Cap | 9 | 0.15 |\n",
           "Name|Qty|Price", "Nut|5|0.20\nBolt|7|0.35\nCap|9|0.15"),
    Office("bars_both_ends", "|id|name|qty|\n|1|Nut|5|\n|2|Bolt|7|\n|3|Cap|9|\n", "id|name|qty", "1|Nut|5\n2|Bolt|7\n3|Cap|9"),
    Office("psql", " id | name | qty \n----+------+-----\n  1 | Nut  |   5\n  2 | Bolt |   7\n  3 | Cap  |   9\n(3 rows)\n",
           "id|name|qty", "1|Nut|5\n2|Bolt|7\n3|Cap|9"),
    Office("all_text", "Name,City,Trade\nAnn Tamm,Tartu,Baker\nBo Kask,Narva,Smith\nCy Lepp,Võru,Tailor\n", "Name|City|Trade", "Ann Tamm|Tartu|Baker\nBo Kask|Narva|Smith\nCy Lepp|Võru|Tailor"),
    Office("one_column_numbers", "Amount\n12.50\n7.25\n100.00\n", "Amount", "12.50\n7.25\n100.00"),
    Office("one_column_emails", "email\nann@a.ee\nbo@b.ee\ncy@c.ee\n", "email", "ann@a.ee\nbo@b.ee\ncy@c.ee"),
    Office("headings_alone", "Order,Client,Amount\n", "Order|Client|Amount", ""),
    Office("one_row", "Order,Client,Amount\n17,Ann Tamm,12.50\n", "Order|Client|Amount", "17|Ann Tamm|12.50"),
    Office("two_rows", "Order;Client;Amount\n17;Ann Tamm;12,50\n18;Bo Kask;7,00\n", "Order|Client|Amount", "17|Ann Tamm|12,50\n18|Bo Kask|7,00"),
    Office("repeated_headings", "Code,Name,Qty\nA1,Nut,5\nA2,Bolt,6\nCode,Name,Qty\nA3,Cap,7\nA4,Pin,8\n", "Code|Name|Qty", "A1|Nut|5\nA2|Bolt|6\nA3|Cap|7\nA4|Pin|8"),
    Office("sep_line", "sep=;\r\nId;Note;Sum\r\n1;a, b;2,5\r\n2;c, d;3,5\r\n", "Id|Note|Sum", "1|a, b|2,5\n2|c, d|3,5"),
    Office("bom_crlf", "\ufeffId,Name,Since\r\n1,Ann,2020-01-01\r\n2,Bo,2021-05-05\r\n", "Id|Name|Since", "1|Ann|2020-01-01\n2|Bo|2021-05-05"),
    Office("ragged_tabs", "Name\tPhone\tFax\nAnn\t5551234\t5551235\nBo\t5552345\t\nCy\t5553456\t\nDo\t5554567\t5554568\n",
           "Name|Phone|Fax", "Ann|5551234|5551235\nBo|5552345|\nCy|5553456|\nDo|5554567|5554568"),
    Office("short_tabs", "Name\tPhone\tFax\nAnn\t5551234\t5551235\nBo\t5552345\nCy\t5553456\t5553457\nDo\t5554567\t5554568\n",
           "Name|Phone|Fax", "Ann|5551234|5551235\nBo|5552345\nCy|5553456|5553457\nDo|5554567|5554568"),
    Office("bank", "Konto;EE12 3456;;;\nPeriood;01.01.2026 - 31.01.2026;;;\n\nKuupäev;Saaja;Selgitus;Summa;Valuuta\n02.01.2026;Jõe OÜ;Arve 12;-120,00;EUR\n05.01.2026;Mäe AS;Leping 3;500,00;EUR\n09.01.2026;Saar OÜ;Tagasi;15,50;EUR\n",
           "Kuupäev|Saaja|Selgitus|Summa|Valuuta", "02.01.2026|Jõe OÜ|Arve 12|-120,00|EUR\n05.01.2026|Mäe AS|Leping 3|500,00|EUR\n09.01.2026|Saar OÜ|Tagasi|15,50|EUR"),
    Office("names_with_commas", 'Name;Born;Score\nTamm, Ann;1980;4,5\nKask, Bo;1975;3,9\nLepp, Cy;1991;5,0\n', "Name|Born|Score", "Tamm, Ann|1980|4,5\nKask, Bo|1975|3,9\nLepp, Cy|1991|5,0"),
    Office("times_and_colons", "Start - End - Room\n08:00,09:30,A1\n10:00,11:00,B2\n12:15,13:00,A1\n", "", "08:00|09:30|A1\n10:00|11:00|B2\n12:15|13:00|A1"),
    Office("apostrophes", "Id,Name,Place\n1,O'Neil,'s-Hertogenbosch\n2,D'Arcy,L'Aquila\n3,Ann,Rock 'n' Roll\n", "Id|Name|Place", "1|O'Neil|'s-Hertogenbosch\n2|D'Arcy|L'Aquila\n3|Ann|Rock 'n' Roll"),
    Office("inches", 'Sku,Size,Stock\nP1,3/4" pipe,12\nP2,1" pipe,5\nP3,2" valve,9\n', "Sku|Size|Stock", 'P1|3/4" pipe|12\nP2|1" pipe|5\nP3|2" valve|9'),
    Office("spaced_quotes", '"id", "name", "qty"\n1, "Nut, M5", 5\n2, "Bolt", 7\n3, "Cap", 9\n', "id|name|qty", "1|Nut, M5|5\n2|Bolt|7\n3|Cap|9"),
    Office("many_empty", "id,a,b,c\n1,,,x\n2,,5,\n3,7,,\n4,,,\n5,,,y\n", "id|a|b|c", "1|||x\n2||5|\n3|7||\n4|||\n5|||y"),
    Office("census", "Table 3. Population by age\nAll persons\n,Total,0-14,15-64,65+\nTallinn,457572,72000,300000,85572\nTartu,97759,16000,64000,17759\nNarva,52495,6000,32000,14495\n",
           "|Total|0-14|15-64|65+", "Tallinn|457572|72000|300000|85572\nTartu|97759|16000|64000|17759\nNarva|52495|6000|32000|14495"),
    Office("missing_marks", "Site,NO2,O3\nKesklinn,24.1,51\nNõmme,-,60\nHaabersti,n/a,58\nÕismäe,18.8,..\n", "Site|NO2|O3", "Kesklinn|24.1|51\nNõmme|-|60\nHaabersti|n/a|58\nÕismäe|18.8|.."),
    Office("coordinates", "stop_id,stop_name,stop_lat,stop_lon\n101,Balti jaam,59.4400,24.7370\n102,Viru,59.4370,24.7540\n103,Kosmos,59.4260,24.7420\n",
           "stop_id|stop_name|stop_lat|stop_lon", "101|Balti jaam|59.4400|24.7370\n102|Viru|59.4370|24.7540\n103|Kosmos|59.4260|24.7420"),
    Office("coordinates_in_one", "name;place;height\nTop;58.7148, 27.0592;318\nEmu;58.7500, 25.9000;166\nVäl;57.7000, 27.1000;243\n",
           "name|place|height", "Top|58.7148, 27.0592|318\nEmu|58.7500, 25.9000|166\nVäl|57.7000, 27.1000|243"),
    Office("json_cells", 'id;payload;at\n1;{"a": 1, "b": 2};2026-01-01\n2;{"a": 3, "b": 4};2026-01-02\n3;{"a": 5, "b": 6};2026-01-03\n',
           "id|payload|at", '1|{"a": 1, "b": 2}|2026-01-01\n2|{"a": 3, "b": 4}|2026-01-02\n3|{"a": 5, "b": 6}|2026-01-03'),
    Office("log_levels", "2026-01-01 10:00:01;INFO;started\n2026-01-01 10:00:02;WARN;slow disk\n2026-01-01 10:00:05;INFO;done\n", "",
           "2026-01-01 10:00:01|INFO|started\n2026-01-01 10:00:02|WARN|slow disk\n2026-01-01 10:00:05|INFO|done"),
    Office("total_row", "Shop,Sales,Cost\nA,10,5\nB,20,11\nC,15,7\nTotal,45,23\n", "Shop|Sales|Cost", "A|10|5\nB|20|11\nC|15|7\nTotal|45|23"),
    Office("survey", "Respondent,How old are you?,\"Do you like tea, or coffee?\",Any comment\n1,34,tea,\n2,51,coffee,\"No, thanks\"\n3,29,tea,Great survey\n",
           "Respondent|How old are you?|Do you like tea, or coffee?|Any comment", "1|34|tea|\n2|51|coffee|No, thanks\n3|29|tea|Great survey"),
)  # fmt: skip
