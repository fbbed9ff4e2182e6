*** Settings ***
Documentation     Liest den Jahresplan des Entsorgers und macht daraus je Bezirk eine Kalenderdatei.
Metadata          Version    2.0
Library           RPA.Excel.Files
Library           OperatingSystem
Library           FileSystemLibrary
Resource          kalender.resource

*** Variables ***
${PLAN}           {{ordner}}/abfuhrplan.xlsx
${AUSGABE}        {{ordner}}/kalender
@{BEZIRKE}        Nord    Mitte    Süd

*** Tasks ***
Abfalltermine veröffentlichen
    [Documentation]    Eine Kalenderdatei je Bezirk; ohne Fehler im Plan auch auf die Website.
    Open Workbook    ${PLAN}
    ${fehler}=    Plan prüfen
    FOR    ${bezirk}    IN    @{BEZIRKE}
        Kalender für ${bezirk} schreiben
    END
    IF    ${fehler} == 0
        Auf die Website laden
    ELSE
        Log    Der Plan hat ${fehler} Fehler, die Website bleibt unverändert.    WARN
    END
    [Teardown]    Close Workbook

*** Keywords ***
Plan prüfen
    ${zeilen}=    Read Worksheet    header=${True}
    ${fehler}=    Set Variable    ${0}
    FOR    ${zeile}    IN    @{zeilen}
        IF    $zeile['Datum'] is None
            ${fehler}=    Evaluate    ${fehler} + 1
        END
    END
    RETURN    ${fehler}

Kalender für ${bezirk} schreiben
    ${termine}=    Termine Des Bezirks    ${bezirk}
    ${inhalt}=    Als Kalender    ${termine}
    Create File    ${AUSGABE}/abfall-${bezirk}.ics    ${inhalt}

Auf die Website laden
    WHILE    True    limit=3
        TRY
            Upload Folder    ${AUSGABE}    %{WEBSITE_TOKEN}
            BREAK
        EXCEPT    Verbindung*    type=GLOB
            Sleep    30s
        END
    END
