*** Settings ***
Documentation     Verteilt Gewerbemeldungen an die gesetzlichen Empfänger nach § 14 GewO.
...               Grundlage ist die Ausgabedatei des Gewerberegisters.
Library           Collections
Library           OperatingSystem
Library           XML

*** Variables ***
${EINGANG}        {{ordner_eingang}}
${AUSGANG}        {{ordner_ausgang}}
@{PFLICHTFELDER}  Betrieb  Taetigkeit  Beginn

*** Tasks ***
Gewerbemeldungen verteilen
    [Documentation]    Liest alle Meldungen des Tages und legt je Empfänger eine Kopie ab.
    @{dateien}=    List Files In Directory    ${EINGANG}    *.xml
    FOR    ${datei}    IN    @{dateien}
        ${meldung}=    Meldung lesen    ${datei}
        Pflichtfelder prüfen    ${meldung}
        Empfänger bestimmen und ablegen    ${meldung}    ${datei}
    END
    Tagesprotokoll schreiben    ${dateien}

*** Keywords ***
Meldung lesen
    [Arguments]    ${datei}
    ${meldung}=    Parse XML    ${EINGANG}/${datei}
    RETURN    ${meldung}

Pflichtfelder prüfen
    [Arguments]    ${meldung}
    FOR    ${feld}    IN    @{PFLICHTFELDER}
        Element Should Exist    ${meldung}    .//${feld}
    END

Empfänger bestimmen und ablegen
    [Arguments]    ${meldung}    ${datei}
    ${empfaenger}=    Create List    finanzamt    ihk    statistik
    ${handwerk}=    Get Element Count    ${meldung}    .//Handwerk
    IF    ${handwerk} > 0    Append To List    ${empfaenger}    handwerkskammer
    FOR    ${ziel}    IN    @{empfaenger}
        Copy File    ${EINGANG}/${datei}    ${AUSGANG}/${ziel}/${datei}
    END

Tagesprotokoll schreiben
    [Arguments]    ${dateien}
    ${anzahl}=    Get Length    ${dateien}
    Append To File    ${AUSGANG}/protokoll.txt    Meldungen: ${anzahl}
