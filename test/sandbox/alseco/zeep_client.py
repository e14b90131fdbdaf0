"""A foreign SOAP client: drives the sandbox by its served WSDL alone and prints, as one JSON object, what each operation answered."""

import base64
import datetime
import json
import sys

from zeep import Client, xsd
from zeep.exceptions import Fault
from zeep.helpers import serialize_object

wsdl, today = sys.argv[1:3]
bank = "ALSC"
year, month, day = (int(part) for part in today.split("-"))
midnight = datetime.datetime(year, month, day)
client = Client(wsdl)
service = "AlsecoPaymentsService"
payments = client.bind(service, "AlsecoPaymentsServiceSoap")
astana = client.bind(service, "AstanaErcPaymentServiceSoap")
astana12 = client.bind(service, "AstanaErcPaymentServiceSoap12")
account = "7898381"
answers = {}


def call(port, name, *arguments):
    try:
        answers[name] = serialize_object(getattr(port, name)(*arguments), dict)
    except Fault as fault:
        answers[name] = {"fault": fault.message}
    return answers[name]


def document(invoice, reference, services):
    return {
        "AccountId": int(account),
        "InvoiceId": invoice,
        # The bank day of the sandbox's zone: this process may be in another one.
        "PaymentDate": midnight + datetime.timedelta(minutes=1),
        "SysRef": xsd.AnyObject(xsd.String(), reference),
        "PaymentParameters": {
            "PaymentParameter": [{"ServiceId": one, "PayCounts": 0, "LastCounts": 0, "PaySum": "10.00"} for one in services]
        },
    }


call(payments, "GetCurrentPeriod", bank)
call(payments, "GetAccountState", int(account), bank)
call(astana12, "GetAccountInfo", int(account), bank)
for form in ("New", "WithIIN", "LastVers"):
    call(payments, "GetInvoicesByAccounts" + form, {"int": [int(account), 7777444]}, bank)
found = answers["GetInvoicesByAccountsNew"][0]["AccountInvoices"]["Invoices"]["Invoice"]
numbers = [invoice["InvoceId"] for invoice in found]
services = [[line["ServiceId"] for line in invoice["InvoiceParameters"]["InvoiceParameter"]] for invoice in found]
for form in ("New", "WithIIN", "LastVers"):
    call(payments, "GetInvoicesByInvoices" + form, {"string": numbers}, bank)

paid = call(payments, "PayD", {"PaymentDocument": [document(numbers[0], "ZEEP1", services[0]), document(numbers[1], "ZEEP2", services[1])]}, bank)
call(payments, "Pay", {"PaymentDocument": [document(numbers[0], "ZEEP3", services[0])]}, bank)
rows = paid["ResultPaymentInvoiceD"]
call(payments, "RollbackPayments", {"int": [rows[1]["PaymentId"], 1]}, bank)
call(payments, "RollbackPaymentsBySysRef", {"string": ["ZEEP3", "ZEEP4"]}, bank)
call(astana, "GetNotMovedPays", bank, midnight)
call(astana, "GetBankDayChecks", bank, midnight)
call(astana, "GetReport108e", bank, midnight)
call(payments, "getPaysInfo", bank, midnight, midnight)
call(payments, "GetBankPayByMonth", bank, year, month)
call(payments, "GetPaymentsInfo", year, month, xsd.Nil, bank)
call(payments, "GetAccountsWithFormedBill", bank)
call(payments, "GetBillInfoLabels", bank, year, month)
call(payments, "GetBillInfo", bank, year, month, 1)
call(payments, "GetPrintedInvoicePDF", int(account), year, month, bank)
call(astana, "GetPrintedInvoice", int(account), int(numbers[0][4:]), year, month, bank)


def plain(value):
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, datetime.datetime) else str(value)


print(json.dumps(answers, default=plain))
