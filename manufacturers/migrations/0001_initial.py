import core.base.clock
import django.contrib.postgres.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("base", "0001_initial"),
        ('auth', '0012_alter_user_first_name_max_length'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Manufacturer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=core.base.clock.now, editable=False)),
                ('name_uk', models.CharField(max_length=200)),
                ('name_en', models.CharField(max_length=200)),
                ('edrpou', models.CharField(max_length=8, unique=True)),
                ('address_uk', models.CharField(max_length=300)),
                ('address_en', models.CharField(max_length=300)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('registration_no', models.CharField(max_length=40, unique=True)),
                ('registered_on', models.DateField()),
                ('registration_valid_until', models.DateField(blank=True, null=True)),
                ('verified_at', models.DateTimeField(blank=True, null=True)),
                ('sort_key', models.CharField(editable=False, max_length=900, unique=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('verified_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['sort_key', 'id'],
                'permissions': [('prepare_application', 'Prepares applications of the company'), ('sign_application', 'Declares and submits applications of the company'), ('administer_company', 'Manages the people and the data of the company'), ('view_company_cases', 'Sees the cases of the company')],
            },
        ),
        migrations.CreateModel(
            name='Authority',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=core.base.clock.now, editable=False)),
                ('number', models.CharField(max_length=40)),
                ('issued_on', models.DateField()),
                ('valid_until', models.DateField()),
                ('scope_uk', models.CharField(blank=True, max_length=300)),
                ('scope_en', models.CharField(blank=True, max_length=300)),
                ('manufacturer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='authorities', to='manufacturers.manufacturer')),
            ],
            options={
                'verbose_name_plural': 'authorities',
                'ordering': ['-issued_on'],
            },
        ),
        migrations.CreateModel(
            name='ManufacturerGroupObjectPermission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='manufacturers.manufacturer')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.group')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ManufacturerUserObjectPermission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='manufacturers.manufacturer')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=core.base.clock.now, editable=False)),
                ('prepares', models.BooleanField(default=False)),
                ('signs', models.BooleanField(default=False)),
                ('administers', models.BooleanField(default=False)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('manufacturer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='manufacturers.manufacturer')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['valid_from', 'created_at'],
            },
        ),
        migrations.AddConstraint(
            model_name='manufacturer',
            constraint=models.CheckConstraint(condition=models.Q(('edrpou__regex', '^[0-9]{8}$')), name='manufacturer_edrpou'),
        ),
        migrations.AddConstraint(
            model_name='manufacturer',
            constraint=models.CheckConstraint(condition=models.Q(('registration_valid_until__isnull', True), ('registration_valid_until__gte', models.F('registered_on')), _connector='OR'), name='manufacturer_registration_dates'),
        ),
        migrations.AddConstraint(
            model_name='manufacturer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('verified_at__isnull', True), ('verified_by__isnull', True)), models.Q(('verified_at__isnull', False), ('verified_by__isnull', False)), _connector='OR'), name='manufacturer_verified_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='authority',
            constraint=models.UniqueConstraint(fields=('manufacturer', 'number'), name='authority_once'),
        ),
        migrations.AddConstraint(
            model_name='authority',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__gte', models.F('issued_on'))), name='authority_dates'),
        ),
        migrations.AlterUniqueTogether(
            name='manufacturergroupobjectpermission',
            unique_together={('group', 'permission', 'content_object')},
        ),
        migrations.AlterUniqueTogether(
            name='manufactureruserobjectpermission',
            unique_together={('user', 'permission', 'content_object')},
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('prepares', True), ('signs', True), ('administers', True), _connector='OR'), name='membership_does_something'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='membership_dates'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('ended_at__isnull', True)), expressions=[(models.Func(models.F('valid_from'), models.F('valid_until'), models.Value('[]'), function='daterange'), '&&'), ('user', '=')], name='membership_one_company_at_a_time'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='officials_stay_out', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF (SELECT affiliation FROM accounts_user WHERE id = NEW.user_id) <> 'company' THEN\n        RAISE EXCEPTION 'an official cannot act for a company' USING ERRCODE = '23514';\n    END IF;\n    RETURN NEW;\n", hash='700cb4a6f16ce2eef64c2b7ff4126fb9e6f19133', operation='INSERT OR UPDATE', pgid='pgtrigger_officials_stay_out_4b375', table='manufacturers_membership', when='BEFORE')),
        ),
    ]
