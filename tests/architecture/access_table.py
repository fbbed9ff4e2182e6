"""What everybody gets who asks for anything: every route, every method, everybody, by real requests.

One line is one route, one method and one thing (`tests.security.world` says what each thing is; "." where the
address names none). The columns:

    vis   a visitor; a deactivated account sees exactly the same
    own   reader, editor, publisher, administrator of the town that owns the thing (Usingen)
    par   the same roles of a partner town that does not (Wehrheim)
    rev   a publisher of the partner that the town named as reviewer
    coo   a coordinator of both towns' cooperation, without a town of its own
    ope   an operator, without a town of its own
    out   an administrator of a town that is no partner
    for   a former member: signed in, without a town

    ok    the page, the download, or the change is made (200, 204 or a redirect)
    in    asked to sign in
    -     does not exist for this person (404)
    403   visible, but not allowed; other numbers are the status

Whatever the table says of a thing, an address that names nothing, and one that names a thing of a town to which
nobody here belongs, answers 404 (for visitors: asks to sign in, where the page is for members).
"""

TABLE = """
#                                           vis | own             | par             | rev coo ope out for
accounts.accept_invitation  GET  invitation   ok |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
accounts.account            GET  .            in |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
accounts.account            POST .            in |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
accounts.act_for            POST house        in |  ok  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
accounts.change_password    GET  .            in |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
accounts.change_password    POST .            in |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
accounts.end_session        POST house        in |  in   -   -   - |   -   -   -   - |   -   -   -   -   -
accounts.join               POST invitation   ok |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
accounts.my_data            GET  .            in |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
accounts.new_password       GET  reset        ok |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
accounts.new_password       POST reset        ok |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
accounts.request_reset      GET  .            ok |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
accounts.request_reset      POST .            ok |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
accounts.sign_in            GET  .            ok |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
accounts.sign_in            POST .           422 |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
accounts.sign_out           POST .            ok |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok

#                                           vis | own             | par             | rev coo ope out for
admin.account               GET  person        - |   -   -   -   - |   -   -   -   - |   -   -  ok   -   -
admin.add_cooperation       GET  .             - |   -   -   -   - |   -   -   -   - |   -   -  ok   -   -
admin.add_cooperation       POST .             - |   -   -   -   - |   -   -   -   - |   -   -  ok   -   -
admin.add_coordinator       POST cooperation   - |   -   -   -   - |   -   -   -   - |   -   -  ok   -   -
admin.add_municipality      GET  .             - |   -   -   -   - |   -   -   -   - |   -   -  ok   -   -
admin.add_municipality      POST .             - |   -   -   -   - |   -   -   -   - |   -   -  ok   -   -
admin.audit                 GET  .             - |   -   -   -   - |   -   -   -   - |   -   -  ok   -   -
admin.cooperation           GET  cooperation   - |   -   -   -   - |   -   -   -   - |   -   -  ok   -   -
admin.do                    GET  person        - |   -   -   -   - |   -   -   -   - |   -   -  ok   -   -
admin.do                    POST person        - |   -   -   -   - |   -   -   -   - |   -   -  ok   -   -
admin.edit_cooperation      GET  cooperation   - |   -   -   -   - |   -   -   -   - |   -   -  ok   -   -
admin.edit_cooperation      POST cooperation   - |   -   -   -   - |   -   -   -   - |   -   -  ok   -   -
admin.edit_municipality     GET  town          - |   -   -   -   - |   -   -   -   - |   -   -  ok   -   -
admin.edit_municipality     POST town          - |   -   -   -   - |   -   -   -   - |   -   -  ok   -   -
admin.feedback              GET  message       - |   -   -   -   - |   -   -   -   - |   -   -  ok   -   -
admin.feedback              POST message       - |   -   -   -   - |   -   -   -   - |   -   -  ok   -   -
admin.index                 GET  .             - |   -   -   -   - |   -   -   -   - |   -   -  ok   -   -
admin.invite                GET  town          - |   -   -   -   - |   -   -   -   - |   -   -  ok   -   -
admin.invite                POST town          - |   -   -   -   - |   -   -   -   - |   -   -  ok   -   -
admin.list_of_accounts      GET  .             - |   -   -   -   - |   -   -   -   - |   -   -  ok   -   -
admin.list_of_cooperations  GET  .             - |   -   -   -   - |   -   -   -   - |   -   -  ok   -   -
admin.list_of_feedback      GET  .             - |   -   -   -   - |   -   -   -   - |   -   -  ok   -   -
admin.list_of_municipalities GET  .             - |   -   -   -   - |   -   -   -   - |   -   -  ok   -   -
admin.list_of_texts         GET  .             - |   -   -   -   - |   -   -   -   - |   -   -  ok   -   -
admin.make_partner          GET  town          - |   -   -   -   - |   -   -   -   - |   -   -  ok   -   -
admin.make_partner          POST town          - |   -   -   -   - |   -   -   -   - |   -   - 409   -   -
admin.municipality          GET  town          - |   -   -   -   - |   -   -   -   - |   -   -  ok   -   -
admin.remove_coordinator    GET  cooperation   - |   -   -   -   - |   -   -   -   - |   -   -  ok   -   -
admin.remove_coordinator    POST cooperation   - |   -   -   -   - |   -   -   -   - |   -   -  ok   -   -
admin.text                  GET  text          - |   -   -   -   - |   -   -   -   - |   -   -  ok   -   -
admin.text                  POST text          - |   -   -   -   - |   -   -   -   - |   -   -  ok   -   -

#                                           vis | own             | par             | rev coo ope out for
adoption.change_over        POST borrowed     in | 403 409 409 409 |   -   -   -   - |   -   -   -   -   -
adoption.checklist          POST borrowed     in | 403  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
adoption.confirm            POST borrowed     in | 403 409 409 409 |   -   -   -   - |   -   -   -   -   -
adoption.confirm_import     GET  partners     in | 403  ok  ok  ok | 403  ok  ok  ok |  ok 403 403   -   -
adoption.confirm_import     GET  borrowed     in | 403  ok  ok  ok | 403  ok  ok  ok |  ok 403 403   -   -
adoption.confirm_import     GET  public       in | 403  ok  ok  ok | 403  ok  ok  ok |  ok 403 403  ok 403
adoption.confirm_import     POST partners     in | 403  ok  ok  ok | 403  ok  ok  ok |  ok 403 403   -   -
adoption.confirm_import     POST borrowed     in | 403  ok  ok  ok | 403  ok  ok  ok |  ok 403 403   -   -
adoption.confirm_import     POST public       in | 403  ok  ok  ok | 403  ok  ok  ok |  ok 403 403 409 403
adoption.edit               GET  borrowed     in | 403  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
adoption.edit               POST borrowed     in | 403  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
adoption.imported           GET  borrowed     in |  ok  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
adoption.index              GET  .            in |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok   -   -  ok   -
adoption.move               GET  borrowed     in | 403  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
adoption.move               POST borrowed     in | 403  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
adoption.package            GET  partners     in |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok   -   -
adoption.package            GET  borrowed     in |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok   -   -
adoption.package            GET  public       in |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
adoption.show               GET  borrowed     in |  ok  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
adoption.start              GET  partners     in | 403  ok  ok  ok | 403  ok  ok  ok |  ok 403 403   -   -
adoption.start              GET  public       in | 403  ok  ok  ok | 403  ok  ok  ok |  ok 403 403  ok 403
adoption.start              POST partners     in | 403  ok  ok  ok | 403  ok  ok  ok |  ok 403 403   -   -
adoption.start              POST public       in | 403  ok  ok  ok | 403 422 422 422 |  ok 403 403 409 403

#                                           vis | own             | par             | rev coo ope out for
catalogue.index             GET  .            ok |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok

#                                           vis | own             | par             | rev coo ope out for
health.live                 GET  .            ok |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
health.ready                GET  .            ok |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok

#                                           vis | own             | par             | rev coo ope out for
my.add_contact              GET  .            in | 403 403 403  ok | 403 403 403  ok | 403   -   -  ok   -
my.add_contact              POST .            in | 403 403 403  ok | 403 403 403  ok | 403   -   -  ok   -
my.add_deputy               GET  house        in | 403 403 403  ok | 403 403 403  ok | 403   -   -  ok   -
my.add_deputy               POST house        in | 403 403 403  ok | 403 403 403 422 | 403   -   - 422   -
my.add_system               GET  .            in | 403 403 403  ok | 403 403 403  ok | 403   -   -  ok   -
my.add_system               POST .            in | 403 403 403  ok | 403 403 403  ok | 403   -   -  ok   -
my.edit_contact             GET  house        in | 403 403 403  ok | 403 403 403   - | 403   -   -   -   -
my.edit_contact             POST house        in | 403 403 403  ok | 403 403 403   - | 403   -   -   -   -
my.edit_profile             GET  .            in | 403 403 403  ok | 403 403 403  ok | 403   -   -  ok   -
my.edit_profile             POST .            in | 403 403 403  ok | 403 403 403  ok | 403   -   -  ok   -
my.edit_system              GET  house        in | 403 403 403  ok | 403 403 403   - | 403   -   -   -   -
my.edit_system              POST house        in | 403 403 403  ok | 403 403 403   - | 403   -   -   -   -
my.index                    GET  .            in |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok   -   -  ok   -
my.invite                   GET  .            in | 403 403 403  ok | 403 403 403  ok | 403   -   -  ok   -
my.invite                   POST .            in | 403 403 403  ok | 403 403 403  ok | 403   -   -  ok   -
my.list_of_contacts         GET  .            in |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok   -   -  ok   -
my.list_of_members          GET  .            in |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok   -   -  ok   -
my.member                   GET  house        in | 403 403 403  ok | 403 403 403   - | 403   -   -   -   -
my.member                   POST house        in | 403 403 403  ok | 403 403 403   - | 403   -   -   -   -
my.profile                  GET  .            in |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok   -   -  ok   -
my.remove_contact           GET  house        in | 403 403 403  ok | 403 403 403   - | 403   -   -   -   -
my.remove_contact           POST house        in | 403 403 403  ok | 403 403 403   - | 403   -   -   -   -
my.remove_deputy            GET  house        in | 403 403 403  ok | 403 403 403   - | 403   -   -   -   -
my.remove_deputy            POST house        in | 403 403 403  ok | 403 403 403   - | 403   -   -   -   -
my.remove_member            GET  house        in | 403 403 403  ok | 403 403 403   - | 403   -   -   -   -
my.remove_member            POST house        in | 403 403 403  ok | 403 403 403   - | 403   -   -   -   -
my.remove_system            GET  house        in | 403 403 403  ok | 403 403 403   - | 403   -   -   -   -
my.remove_system            POST house        in | 403 403 403  ok | 403 403 403   - | 403   -   -   -   -
my.resend_invitation        POST house        in | 403 403 403  ok | 403 403 403   - | 403   -   -   -   -
my.revoke_invitation        GET  house        in | 403 403 403  ok | 403 403 403   - | 403   -   -   -   -
my.revoke_invitation        POST house        in | 403 403 403  ok | 403 403 403   - | 403   -   -   -   -
my.take_over                GET  house        in | 403 403 403  ok | 403 403 403   - | 403   -   -   -   -
my.take_over                POST house        in | 403 403 403  ok | 403 403 403   - | 403   -   -   -   -

#                                           vis | own             | par             | rev coo ope out for
portal.about                GET  .            ok |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
portal.accessibility        GET  .            ok |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
portal.contact              GET  .            ok |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
portal.download             GET  public       ok |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
portal.download             GET  partners      - |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok   -   -
portal.download             GET  draft         - |  ok  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
portal.download             GET  submitted     - |  ok  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
portal.download             GET  entrusted     - |   -   -   -   - |   -   -   -   - |   -   -   -   -   -
portal.feed                 GET  .            ok |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
portal.feedback             GET  .            ok |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
portal.fields               GET  public_form  ok |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
portal.fields               GET  partners_form  - |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok   -   -
portal.fields               GET  draft_form    - |  ok  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
portal.fields               GET  submitted_form  - |  ok  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
portal.fields               GET  entrusted_form  - |   -   -   -   - |   -   -   -   - |  ok   -   -   -   -
portal.form                 GET  public_form  ok |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
portal.form                 GET  partners_form  - |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok   -   -
portal.form                 GET  draft_form    - |  ok  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
portal.form                 GET  submitted_form  - |  ok  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
portal.form                 GET  entrusted_form  - |   -   -   -   - |   -   -   -   - |  ok   -   -   -   -
portal.guides               GET  .            ok |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
portal.home                 GET  .            ok |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
portal.imprint              GET  .            ok |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
portal.municipalities       GET  .            ok |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
portal.municipality         GET  town         ok |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
portal.picture              GET  public       ok |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
portal.picture              GET  partners      - |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok   -   -
portal.picture              GET  draft         - |   -   -   -   - |   -   -   -   - |   -   -   -   -   -
portal.picture              GET  submitted     - |   -   -   -   - |   -   -   -   - |   -   -   -   -   -
portal.picture              GET  entrusted     - |   -   -   -   - |   -   -   -   - |   -   -   -   -   -
portal.picture_file         GET  public       ok |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
portal.picture_file         GET  partners      - |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok   -   -
portal.picture_file         GET  draft         - |   -   -   -   - |   -   -   -   - |   -   -   -   -   -
portal.picture_file         GET  submitted     - |   -   -   -   - |   -   -   -   - |   -   -   -   -   -
portal.picture_file         GET  entrusted     - |   -   -   -   - |   -   -   -   - |   -   -   -   -   -
portal.privacy              GET  .            ok |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
portal.release              GET  public       ok |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
portal.release              GET  partners      - |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok   -   -
portal.robots               GET  .            ok |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
portal.security_txt         GET  .            ok |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
portal.send_feedback        POST .            ok |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
portal.sitemap              GET  .            ok |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
portal.solution             GET  public       ok |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
portal.solution             GET  partners      - |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok   -   -

#                                           vis | own             | par             | rev coo ope out for
publishing.add_relation     POST public       in | 403  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.autosave         POST draft        in | 403  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.begin_release    POST public       in | 403  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.block            GET  public       in |   -   -   -   - |   -   -   -   - |   -   -  ok   -   -
publishing.block            POST public       in |   -   -   -   - |   -   -   -   - |   -   -  ok   -   -
publishing.confirm          POST draft        in | 403  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.decide           POST submitted    in |   -   -  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.decide           POST entrusted    in |   -   -   -   - |   -   -   -   - |  ok   -   -   -   -
publishing.delete           GET  draft        in | 403  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.delete_now       POST draft        in | 403  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.download         GET  draft        in |  ok  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.download         GET  submitted    in |  ok  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.download         GET  entrusted    in |   -   -   -   - |   -   -   -   - |  ok   -   -   -   -
publishing.download         GET  public       in |  ok  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.draft            GET  draft        in |  ok  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.facts            GET  draft        in | 403  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.facts            POST draft        in | 403  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.facts_start      GET  draft        in | 403  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.file             GET  draft        in | 403  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.file             POST draft        in | 403  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.files            GET  draft        in | 403  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.files            POST draft        in | 403  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.findings         GET  draft        in |  ok  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.hand_over        POST ready        in | 403  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.index            GET  .            in |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok   -   -  ok   -
publishing.kind             POST draft        in | 403  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.living           GET  public       in | 403  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.living           POST public       in | 403  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.new              GET  .            in | 403  ok  ok  ok | 403  ok  ok  ok |  ok 403 403 409 403
publishing.new              POST .            in | 403  ok  ok  ok | 403  ok  ok  ok |  ok 403 403 409 403
publishing.open_release     GET  public       in | 403 403  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.open_release     GET  partners     in | 403 403  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.open_release_now POST public       in | 403 403  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.open_release_now POST partners     in | 403 403  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.preview          GET  draft        in |  ok  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.remove           GET  draft        in | 403  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.remove_now       POST draft        in | 403  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.remove_relation  POST public       in | 403  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.reopen           POST draft        in | 403  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.replace          GET  draft        in | 403  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.replace          POST draft        in | 403  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.review           GET  submitted    in |   -   -  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.review           GET  entrusted    in |   -   -   -   - |   -   -   -   - |  ok   -   -   -   -
publishing.solution         GET  public       in |  ok  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.submission       GET  draft        in | 403  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.take_back        POST submitted    in | 403  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.withdraw_release GET  public       in | 403 403  ok  ok |   -   -   -   - |   -   -   -   -   -
publishing.withdraw_release POST public       in | 403 403  ok  ok |   -   -   -   - |   -   -   -   -   -

#                                           vis | own             | par             | rev coo ope out for
ratings.answer_rating       GET  borrowed     in | 403 403 403 403 | 403 403  ok  ok | 403 403 403   -   -
ratings.answer_rating       GET  public       in | 403 403  ok  ok | 403 403 403 403 | 403 403 403   -   -
ratings.answer_rating       POST borrowed     in | 403 403 403 403 | 403 403  ok  ok | 403 403 403   -   -
ratings.answer_rating       POST public       in | 403 403  ok  ok | 403 403 403 403 | 403 403 403   -   -
ratings.confirm_withdrawal  GET  borrowed     in | 403  ok  ok  ok |   -   -   -   - |   -   -   -   -   -
ratings.form                GET  borrowed     in | 403  ok  ok  ok | 403 403 403 403 | 403 403 403   -   -
ratings.give                POST borrowed     in | 403  ok  ok  ok | 403 403 403 403 | 403 403 403   -   -
ratings.withdraw            POST borrowed     in | 403  ok  ok  ok |   -   -   -   - |   -   -   -   -   -

#                                           vis | own             | par             | rev coo ope out for
reporting.index             GET  .            in |   -   -   -   - |   -   -   -   - |   -  ok  ok   -   -
reporting.uses_csv          GET  .            in |   -   -   -   - |   -   -   -   - |   -  ok  ok   -   -

#                                           vis | own             | par             | rev coo ope out for
static_file                 GET  static       ok |  ok  ok  ok  ok |  ok  ok  ok  ok |  ok  ok  ok  ok  ok
"""

PUBLIC_ADDRESSES = (
    "/",
    "/.well-known/security.txt",
    "/about",
    "/accessibility",
    "/contact",
    "/feed.atom",
    "/feedback",
    "/files/<uuid:artifact_id>",
    "/files/<uuid:artifact_id>/fields",
    "/files/<uuid:artifact_id>/form",
    "/files/<uuid:artifact_id>/pictures/<place>",
    "/files/<uuid:artifact_id>/pictures/<place>.svg",
    "/guides",
    "/health/live",
    "/health/ready",
    "/imprint",
    "/invitations/<token>",
    "/municipalities",
    "/municipalities/<slug>",
    "/password-reset",
    "/password-reset/<token>",
    "/privacy",
    "/robots.txt",
    "/sign-in",
    "/sitemap.xml",
    "/solutions",
    "/solutions/<slug>",
    "/solutions/<slug>/releases/<number>",
    "/static/<version>/<path:path>",
)
"""What others link to, or find without an account. They stay as they are; each also stands below ``/en``."""
