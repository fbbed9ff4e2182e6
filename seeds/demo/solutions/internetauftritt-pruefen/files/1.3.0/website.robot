*** Einstellungen ***
Dokumentation     Prüft jede Woche alle Seiten des Internetauftritts: Verweise ins Leere, fehlende
...               Bildbeschreibungen, abgelaufene Ansprechpersonen. Ändert nichts.
Metadaten         Version    1.3
Bibliothek        Browser    timeout=20s
Bibliothek        Collections
Bibliothek        OperatingSystem
Bibliothek        String
Ressource         bericht.resource

*** Variablen ***
${SEITENPLAN}     https://www.{{domain}}/sitemap.xml
${BERICHT}        {{ordner_bericht}}/website.csv
@{AUSGENOMMEN}    /suche    /anmelden

*** Aufgaben ***
Internetauftritt prüfen
    [Dokumentation]    Geht alle Seiten aus dem Seitenplan durch und schreibt die Auffälligkeiten in den Bericht.
    [Setup]    Bericht beginnen    ${BERICHT}
    @{seiten}=    Seiten aus dem Seitenplan lesen
    FOR    ${seite}    IN    @{seiten}
        ${ausgenommen}=    Ist ausgenommen    ${seite}
        IF    ${ausgenommen}
            CONTINUE
        END
        TRY
            Seite prüfen    ${seite}
        EXCEPT    TimeoutError*    type=GLOB
            Auffälligkeit notieren    ${BERICHT}    ${seite}    Seite antwortet nicht
        END
    END
    Bericht versenden    {{postfach_redaktion}}
    [Teardown]    Close Browser    ALL

*** Schlüsselwörter ***
Seiten aus dem Seitenplan lesen
    New Page    ${SEITENPLAN}
    @{seiten}=    Get Elements    loc
    RETURN    @{seiten}

Ist ausgenommen
    [Argumente]    ${seite}
    FOR    ${muster}    IN    @{AUSGENOMMEN}
        IF    $muster in $seite    RETURN    ${True}
    END
    RETURN    ${False}

Seite prüfen
    [Argumente]    ${seite}
    Go To    ${seite}
    Verweise prüfen    ${seite}
    Bilder prüfen    ${seite}

Verweise prüfen
    [Argumente]    ${seite}
    @{verweise}=    Get Elements    a[href]
    FOR    ${verweis}    IN    @{verweise}
        ${status}=    HTTP    ${verweis}
        IF    ${status}[status] >= 400
            Auffälligkeit notieren    ${BERICHT}    ${seite}    Verweis führt ins Leere
        END
    END

Bilder prüfen
    [Argumente]    ${seite}
    ${ohne}=    Get Element Count    img:not([alt])
    IF    ${ohne} > 0
        Auffälligkeit notieren    ${BERICHT}    ${seite}    Bild ohne Beschreibung
    END
